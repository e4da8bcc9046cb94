//! `flotilla proposal steward HANDLE`: who speaks for a community, and about what.
//!
//! Of a community that is registered, what is not named stays as it is; codes that are named take the
//! place of all codes before, names only of those in the same language. The key comes as the public
//! file that `flotilla key steward` wrote: the secret half is never asked for here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::governance::Action;
use flotilla_domain::key::PublicKey;
use flotilla_domain::message::Message;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::Steward;

use crate::args::proposal as args;
use crate::context::Context;
use crate::desk::Desk;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::propose;
use crate::table;

/// Proposes who speaks for a community, or that nobody does, and approves.
pub(super) fn steward(args: &args::Steward, context: &Context) -> Result<(), CommandError> {
    let mut desk = Desk::open(&args.reasoned.proposing.signing, context)?;
    let current = desk.minutes.state.stage().stewards.get(&args.handle).cloned();
    let action = if args.remove {
        let current = current.ok_or_else(|| refused("cli-steward-unknown", &args.handle))?;
        Action::RemoveSteward { handle: current.handle }
    } else {
        Action::SetSteward(Box::new(wanted(current.as_ref(), args)?))
    };
    propose::propose(&mut desk, vec![action], &args.reasoned.proposing, &args.reasoned.reason)
}

/// Returns the steward as it is to be.
fn wanted(current: Option<&Steward>, args: &args::Steward) -> Result<Steward, CommandError> {
    let key = args.key.as_deref().map(read_key).transpose()?;
    let mut names = current.map_or_else(BTreeMap::new, |it| it.names.clone());
    for text in &args.name {
        let (language, name) =
            text.split_once('=').ok_or_else(|| refused("cli-steward-name", text))?;
        names.insert(language.trim().to_owned(), name.trim().to_owned());
    }
    let codes = args
        .code
        .iter()
        .map(|text| GovernedCode::parse(text).ok_or_else(|| refused("cli-steward-code", text)));
    let codes = codes.collect::<Result<BTreeSet<_>, _>>()?;
    let before = |of: fn(&Steward) -> String| current.map_or_else(String::new, of);
    let wanted = Steward {
        handle: args.handle.clone(),
        names,
        contact: args.contact.clone().unwrap_or_else(|| before(|it| it.contact.clone())),
        codes: match current {
            Some(current) if codes.is_empty() => current.codes.clone(),
            _ => codes,
        },
        key: key
            .or_else(|| current.map(|it| it.key))
            .ok_or_else(|| refused("cli-steward-key-missing", &args.handle))?,
    };
    if current == Some(&wanted) {
        return Err(refused("cli-steward-unchanged", &args.handle).into());
    }
    if let Some(rule) = wanted.broken_rule() {
        let message = Message::new("cli-advice-breaks").word("rule", rule);
        return Err(Failure::new(Exit::Invalid, message).into());
    }
    Ok(wanted)
}

/// Reads the public half of the key of a steward.
fn read_key(path: &Path) -> Result<PublicKey, CommandError> {
    let bytes = public_file::read_armored(path, Kind::PublicSteward)?;
    let path = path.display().to_string();
    Ok(PublicKey::parse(&bytes).ok_or_else(|| refused("cli-steward-key-unsound", &path))?)
}

fn refused(id: &'static str, word: &str) -> Failure {
    let message = Message::new(id).word("word", table::shown(word));
    Failure::new(Exit::Invalid, message).hint(Message::new("cli-hint-steward"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use flotilla_config::armor;
    use flotilla_wire::sample::Sample;

    #[derive(Debug, Parser)]
    struct Words {
        #[command(flatten)]
        steward: args::Steward,
    }

    const NAMES: [&str; 4] = ["--name", "en=Northern Nation", "--name", "fr=Nation du Nord"];

    #[test]
    fn what_is_not_named_stays() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("steward.flotilla");
        let public = Sample::admin_key(7).public();
        let text = armor::encode(Kind::PublicSteward, public.as_bytes());
        std::fs::write(&key, text.as_bytes()).unwrap();
        let given = ["--contact", "Data office", "--code", "population:INUIT", "--key"];
        let given = [&NAMES, &given[..], &[key.to_str().unwrap()]].concat();
        let first = wanted(None, &words(&given)).unwrap();
        assert_eq!(first.key, public);
        let again = words(&["--name", "iu=Nunavummiut", "--code", "population:METIS"]);
        let again = wanted(Some(&first), &again).unwrap();
        assert_eq!((again.key, &again.contact), (first.key, &first.contact));
        assert_eq!(again.names.len(), 3);
        assert!(again.codes.iter().map(ToString::to_string).eq(["population:METIS"]));
        assert!(wanted(Some(&first), &words(&[])).is_err(), "nothing is no proposal");
    }

    #[test]
    fn a_steward_without_a_key_or_with_an_odd_name_is_none() {
        for wrong in [&NAMES[..], &["--name", "Nation"], &["--code", "INUIT"]] {
            assert!(wanted(None, &words(wrong)).is_err(), "{wrong:?}");
        }
    }

    fn words(words: &[&str]) -> args::Steward {
        Words::parse_from([&["steward", "north"], words].concat()).steward
    }
}
