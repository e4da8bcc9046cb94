//! `flotilla entry retract FILE`: a community takes its consent back.
//!
//! It needs the file that the steward signed, and the key that speaks for the community now or ever did.
//! What comes out is a bundle that any member may import: every node hides what the consents cover as soon
//! as it hears of it. That people may have copies is said before anything is signed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::consent::Consent;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::ConsentId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use flotilla_domain::preimage::Tag;
use flotilla_domain::retraction::Retraction;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_domain::steward::GovernedCode;
use flotilla_wire::bundle::Head;
use flotilla_wire::consent::Answer;
use flotilla_wire::retraction;
use serde::Serialize;

use crate::args::EntryRetract;
use crate::bundle_file;
use crate::commands::key::steward;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;
use crate::prompt;
use crate::table;

/// `flotilla entry retract`.
#[derive(Debug, Serialize)]
struct Retracted {
    coalition_id: String,
    consent_ids: Vec<String>,
}

/// Tells what would be taken back, and signs that it is.
pub(crate) fn retract(args: &EntryRetract, context: &Context) -> Result<(), CommandError> {
    new_files::refuse_to_replace([args.out.as_path()].into_iter())?;
    let bytes = public_file::read_armored(&args.file, Kind::PublicConsent)?;
    let unsound = || {
        let message = Message::new("cli-retract-refused").word("path", args.file.display());
        Failure::new(Exit::Verification, message)
    };
    let answer = Answer::from_bytes(&bytes).map_err(|error| unsound().because(error))?;
    let Answer { coalition, consents } = answer;
    let mut ids: BTreeMap<(String, MemberId), BTreeSet<ConsentId>> = BTreeMap::new();
    for given in consents {
        let given = given.verify(coalition).map_err(|error| unsound().because(error))?;
        context.ui.insist_text(&context.ui.texts.say(&told(given.value())));
        let place = (given.value().steward.clone(), given.value().member);
        ids.entry(place).or_default().insert(given.id());
    }
    context.ui.insist(&Message::new("cli-retract-copies"));
    prompt::consent(&context.ui, &Message::new("cli-retract-consent"))?;
    let key = steward::open(&args.key, args.passphrase_file.as_deref(), context)?;
    let mut signed = Vec::new();
    for ((steward, member), consents) in &ids {
        let (steward, consents) = (steward.clone(), consents.clone());
        let steward_key = key.public();
        let retraction = Retraction { steward, steward_key, member: *member, consents };
        signed.push(sign(&retraction, coalition, &key).map_err(|error| unsound().because(error))?);
    }
    let head = Head { coalition, genesis: None };
    bundle_file::create(&args.out, &head, vec![Frame::Retractions(signed)])?;
    let path = args.out.display();
    context.ui.done(&Message::new("cli-retract-done").word("path", &path));
    if context.ui.json {
        let consent_ids = ids.values().flatten().map(ConsentId::to_string).collect();
        context
            .ui
            .print_json(&Retracted { coalition_id: coalition.to_string(), consent_ids })?;
    }
    context.ui.tell(&Message::new("cli-retract-next").word("path", &path));
    Ok(())
}

/// Signs a retraction, and reads it back as a stranger would.
fn sign(
    retraction: &Retraction,
    coalition: CoalitionId,
    key: &SigningKey,
) -> Result<Received<Retraction>, flotilla_wire::DecodeError> {
    let body = retraction::encode(retraction);
    retraction::receive(Signed::new(Tag::Retraction, coalition, body, key))
}

/// Returns what one consent was about.
fn told(consent: &Consent) -> Message {
    let Consent { steward, scope, agreement, .. } = consent;
    let codes = scope.codes.iter().map(GovernedCode::to_string).collect::<Vec<_>>();
    Message::new("cli-retract-told")
        .word("steward", table::shown(steward))
        .word("codes", codes.join(", "))
        .word("first", scope.first)
        .word("last", scope.last)
        .word("agreement", table::shown(agreement))
}
