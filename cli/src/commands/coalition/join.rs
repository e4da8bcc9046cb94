//! Joining: the genesis goes where the node looks for it, and the member is told where it stands.
//!
//! Both sides accept: the coalition by its votes, the newcomer by this. A founder is named in the
//! genesis; who joins later brings a bundle, in which the vote on its admission is, or is to come.

use std::path::Path;

use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_config::settings::Settings;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::governance::Action;
use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use flotilla_domain::session::register::Register;
use flotilla_wire::bundle;
use flotilla_wire::bundle::Head;
use zeroize::Zeroizing;

use super::file;
use super::told;
use crate::args::shared::From;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::minutes::Minutes;
use crate::minutes::Source;
use crate::own_node;
use crate::table;

/// Where a member stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Standing {
    /// It belongs.
    Member,
    /// Its admission is being voted on.
    Proposed,
    /// Nobody has proposed it yet, as far as we know.
    Unknown,
}

/// Joins what all founders signed.
pub(super) fn by_genesis(
    genesis: &Gathering,
    settings: &Settings,
    context: &Context,
) -> Result<(), CommandError> {
    let minutes = Minutes::begin(genesis.clone(), Source::Files)?;
    let standing = standing(&minutes, settings)?;
    file::install(settings, genesis)?;
    report(genesis, standing, context)?;
    let next = match standing {
        Standing::Member => Message::new("cli-join-next"),
        Standing::Proposed | Standing::Unknown => Message::new("cli-join-next-wait"),
    };
    context.ui.tell(&next);
    Ok(())
}

/// Joins by a bundle: its genesis is installed, and what was decided since goes to the own node.
pub(super) fn by_bundle(
    path: &Path,
    settings: &Settings,
    context: &Context,
) -> Result<(), CommandError> {
    let minutes = Minutes::read(&From { bundle: vec![path.to_owned()] }, context)?;
    let standing = standing(&minutes, settings)?;
    file::install(settings, &minutes.genesis)?;
    report(&minutes.genesis, standing, context)?;
    if !settings.socket().exists() {
        let next = Message::new("cli-join-next-import").word("path", path.display());
        context.ui.tell(&next);
        return Ok(());
    }
    let head = Head { coalition: minutes.coalition(), genesis: None };
    let frames = Register::default().answer(&minutes.state).into_iter();
    let pieces = std::iter::once(bundle::head_to_wire(&head));
    let pieces = pieces.chain(frames.map(bundle::frame_to_wire)).collect();
    own_node::import(settings, pieces, context.ui.texts.language().code())?;
    context.ui.done(&Message::new("cli-handed-over"));
    Ok(())
}

fn report(genesis: &Gathering, standing: Standing, context: &Context) -> Result<(), CommandError> {
    let name = table::shown(genesis.name());
    let done = match standing {
        Standing::Member => "cli-join-done",
        Standing::Proposed | Standing::Unknown => "cli-join-installed",
    };
    context.ui.done(&Message::new(done).word("name", name));
    match standing {
        Standing::Member => (),
        Standing::Proposed => context.ui.insist(&Message::new("cli-join-proposed")),
        Standing::Unknown => context.ui.insist(&Message::new("cli-join-unknown")),
    }
    told::result(genesis, context)
}

/// Returns where the member of these settings stands.
fn standing(minutes: &Minutes, settings: &Settings) -> Result<Standing, CommandError> {
    let own = node_key(settings)?;
    let roster = minutes.state.roster();
    // A former key of the member is recognized, too: its node may not have taken the new one yet.
    let speaks = |it: &flotilla_domain::document::MemberDocument| {
        it.epochs.iter().any(|epoch| epoch.node_key == own)
    };
    if roster
        .members()
        .any(|it| it.handle() == settings.handle && speaks(&it.document))
    {
        return Ok(Standing::Member);
    }
    let taken = |it: &flotilla_domain::roster::Member| it.handle() == settings.handle;
    if roster.members().any(taken) {
        let message = Message::new("cli-join-stranger").word("handle", &settings.handle);
        return Err(Failure::new(Exit::NotPermitted, message).into());
    }
    let admits = |action: &Action| match action {
        Action::Admit { document } => speaks(document.claim()),
        _ => false,
    };
    let proposals = minutes.state.proposals();
    let proposed = proposals.iter().any(|it| it.entry.value().actions.iter().any(admits));
    Ok(if proposed { Standing::Proposed } else { Standing::Unknown })
}

/// Returns the public half of the node key.
fn node_key(settings: &Settings) -> Result<PublicKey, CommandError> {
    let seed = secret_file::read_armored(&settings.node_key, Kind::SecretNodeKey)?;
    let seed =
        Hash::from_slice(&seed)
            .map(|it| Zeroizing::new(*it.as_bytes()))
            .ok_or_else(|| {
                let path = settings.node_key.display();
                Failure::new(
                    Exit::Invalid,
                    Message::new("config-secret-malformed").word("path", path),
                )
            })?;
    Ok(SigningKey::from_seed(&seed).public())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_config::armor;
    use flotilla_domain::coalition::Object;
    use flotilla_domain::document::Epoch;
    use flotilla_domain::document::MemberDocument;
    use flotilla_domain::id::CoalitionId;
    use flotilla_domain::preimage::Tag;
    use flotilla_domain::signed::Received;
    use flotilla_domain::signed::Signed;
    use flotilla_wire::document;
    use flotilla_wire::sample::Sample;

    const NODE_SEED: [u8; 32] = [3; 32];

    #[test]
    fn a_newcomer_is_told_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path(), "dora");
        let sample = Sample::new(3);
        let genesis = sample.founded().genesis().clone();
        let mut minutes = Minutes::begin(genesis, Source::Files).unwrap();
        assert_eq!(standing(&minutes, &settings).unwrap(), Standing::Unknown);
        let entry = sample.proposal(0, vec![Action::Admit { document: Box::new(dora()) }]);
        let votes = [0, 1].map(|index| sample.approval(index, &entry));
        let _held = minutes.state.insert(Object::Governance(Box::new(entry)));
        assert_eq!(standing(&minutes, &settings).unwrap(), Standing::Proposed);
        votes
            .into_iter()
            .for_each(|vote| drop(minutes.state.insert(Object::Vote(vote))));
        assert_eq!(standing(&minutes, &settings).unwrap(), Standing::Member);
    }

    #[test]
    fn a_name_that_is_another_members_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path(), "bob");
        let genesis = Sample::new(3).founded().genesis().clone();
        let minutes = Minutes::begin(genesis, Source::Files).unwrap();
        assert!(standing(&minutes, &settings).is_err());
    }

    fn settings(folder: &Path, handle: &str) -> Settings {
        let text = format!(
            "handle = \"{handle}\"\ndata_dir = \"data\"\nnode_key = \"node.key\"\n\
             rounding_key = \"rounding.key\"\n[listen]\npeers = \"off\"\nweb = \"off\"\n\
             [sync]\npeers = []\n"
        );
        let settings = Settings::parse(&text, folder).unwrap();
        let key = armor::encode(Kind::SecretNodeKey, &NODE_SEED);
        secret_file::create(&settings.node_key, &key).unwrap();
        settings
    }

    fn dora() -> Received<MemberDocument> {
        let admin = SigningKey::from_seed(&Zeroizing::new([4; 32]));
        let node_key = SigningKey::from_seed(&Zeroizing::new(NODE_SEED)).public();
        let document = MemberDocument {
            admin_key: admin.public(),
            handle: "dora".to_owned(),
            epochs: vec![Epoch { number: 1, node_key, cut: None }],
            ..Sample::inception(5).1.claim().clone()
        };
        let body = document::encode(&document);
        let signed = Signed::new(Tag::Document, CoalitionId::NONE, body, &admin);
        document::receive(signed).unwrap()
    }
}
