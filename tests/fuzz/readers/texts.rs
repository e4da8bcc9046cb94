//! What people write.

use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::settings::Settings;
use flotilla_gate::codebook;
use flotilla_gate::export::read::Earlier;
use flotilla_gate::form::Form;
use flotilla_gate::names::Names;
use flotilla_gate::practice;
use flotilla_gate::practice::Author;

/// A key in a file.
pub(super) fn armor(bytes: &[u8]) {
    for kind in [Kind::PublicMember, Kind::SecretNodeKey, Kind::SecretRoundingKey] {
        if let Ok(key) = armor::decode(kind, &text(bytes)) {
            assert_eq!(*armor::decode(kind, &armor::encode(kind, &key)).unwrap(), *key);
        }
    }
}

/// Indicators and code lists.
pub(super) fn catalogue(bytes: &[u8]) {
    let _catalogue = codebook::parse(&text(bytes));
}

/// What an earlier dry run printed.
pub(super) fn history(bytes: &[u8]) {
    let _earlier = Earlier::read("history.json", &text(bytes));
}

/// The hashed names of a member's own files.
pub(super) fn names(bytes: &[u8]) {
    if let Some(names) = Names::parse(&text(bytes)) {
        let again = Names::parse(&names.to_text()).map(|it| it.to_text());
        assert_eq!(again, Some(names.to_text()));
    }
}

/// A practice record.
pub(super) fn practice(bytes: &[u8]) {
    let catalogue = codebook::standard().unwrap();
    let _practice = practice::read(&text(bytes), &catalogue, Author::default());
}

/// A recipe.
pub(super) fn recipe(bytes: &[u8]) {
    let _form = Form::parse(&text(bytes));
}

/// The settings of a node.
pub(super) fn settings(bytes: &[u8]) {
    let folder = Path::new("/folder");
    if let Ok(settings) = Settings::parse(&text(bytes), folder) {
        let again = Settings::parse(&settings.to_toml(), folder).unwrap();
        assert_eq!(again.to_toml(), settings.to_toml());
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
