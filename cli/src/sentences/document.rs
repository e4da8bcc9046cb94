//! Member documents in sentences: what a document changes, compared with the one before it.

use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::key::PublicKey;
use flotilla_domain::message::Message;
use flotilla_domain::profile::Profile;
use flotilla_text::Texts;

use crate::sentences::Teller;
use crate::sentences::shown;
use crate::spoken::Words;

impl Teller<'_> {
    /// Returns what a document says and changes.
    pub(crate) fn document(&self, document: &MemberDocument) -> Vec<String> {
        let before = document.prev.and_then(|prev| self.state?.document(prev));
        let before = before.map(|it| it.value());
        let fingerprint = document.admin_key.fingerprint();
        let told = match document.kind {
            DocumentKind::Inception => Message::new("cli-told-inception"),
            DocumentKind::Recover => Message::new("cli-told-recovery"),
            DocumentKind::Rotate => {
                Message::new("cli-told-rotate").number("before", document.version.saturating_sub(1))
            }
            DocumentKind::Update => Message::new("cli-told-update"),
        };
        let told = told.word("member", shown(&document.handle)).word("fingerprint", fingerprint);
        let mut told = vec![self.say(told.number("version", document.version))];
        match before {
            Some(before) if document.kind != DocumentKind::Recover => {
                told.extend(self.changes(before, document));
            }
            _ => {
                told.extend(self.particulars(document));
                told.extend(document.epochs.iter().skip(1).flat_map(|it| self.epoch(it)));
            }
        }
        told
    }

    /// Returns who a member says it is.
    pub(crate) fn particulars(&self, document: &MemberDocument) -> Vec<String> {
        let rows = [
            ("cli-particulars-name", shown(&document.name)),
            ("cli-particulars-handle", shown(&document.handle)),
            ("cli-particulars-regions", shown(&document.profile.regions.join(" "))),
            ("cli-particulars-programs", shown(&document.profile.programs.join(" "))),
            ("cli-particulars-contact", shown(&document.contact_role)),
        ];
        let absent = absent(&document.profile);
        let absent = (!absent.is_empty()).then(|| ("cli-particulars-absent", shown(&absent)));
        let told = rows
            .into_iter()
            .chain(absent)
            .map(|(id, value)| self.say(Message::new(id).word("value", value)));
        told.chain(to_compare(self.texts, &document.admin_key)).collect()
    }

    fn changes(&self, before: &MemberDocument, document: &MemberDocument) -> Vec<String> {
        let rows = [
            ("cli-particulars-name", &before.name, &document.name),
            ("cli-particulars-contact", &before.contact_role, &document.contact_role),
        ];
        let (old, new) = (&before.profile, &document.profile);
        let lists = [
            ("cli-particulars-regions", &old.regions, &new.regions),
            ("cli-particulars-programs", &old.programs, &new.programs),
        ];
        let rows = rows.map(|(id, old, new)| (id, old.clone(), new.clone()));
        let lists = lists.map(|(id, old, new)| (id, old.join(" "), new.join(" ")));
        let absent = [("cli-particulars-absent", absent(old), absent(new))];
        let changed =
            rows.into_iter().chain(lists).chain(absent).filter(|(_, old, new)| old != new);
        let changed =
            changed.map(|(id, _, new)| self.say(Message::new(id).word("value", shown(&new))));
        let epochs = document.epochs.iter().skip(before.epochs.len());
        let mut told: Vec<String> = changed.collect();
        told.extend(epochs.flat_map(|epoch| self.epoch(epoch)));
        told
    }

    fn epoch(&self, epoch: &Epoch) -> [String; 2] {
        let key = Message::new("cli-told-epoch")
            .number("epoch", epoch.number)
            .word("fingerprint", epoch.node_key.fingerprint());
        let cut = match epoch.cut {
            Some((seq, _)) => Message::new("cli-told-cut").number("seq", seq),
            None => Message::new("cli-told-cut-none"),
        };
        [self.say(key), self.say(cut)]
    }
}

/// Returns what people compare of an admin key: the digits, and the words in both languages.
pub(crate) fn to_compare(texts: &Texts, key: &PublicKey) -> [String; 3] {
    let fingerprint = key.fingerprint();
    let Words { en, fr } = Words::of(&fingerprint);
    let rows = [
        ("cli-particulars-admin-key", fingerprint.to_string()),
        ("cli-particulars-words-en", en),
        ("cli-particulars-words-fr", fr),
    ];
    rows.map(|(id, value)| texts.say(&Message::new(id).word("value", value)))
}
/// Returns what is not offered where, as on the command line.
fn absent(profile: &Profile) -> String {
    let absent = profile.absent.iter().map(|it| format!("{}/{}", it.region, it.program));
    absent.collect::<Vec<_>>().join(" ")
}
