//! The coalition that is measured: its founders, their keys, and what it may publish.
//!
//! Keys are functions of an index, so that two runs measure the same bytes; they are **never for real
//! use**. Everything else is real: documents and genesis are signed by all, and each member home is
//! one that `flotilla-node` starts on.
//!
//! ```text
//! indicator × period × region × program × (all + gender)
//!    100         8       CA + 4    _T + 4     1 + 4         = 1,000 figures per indicator
//! ```

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_config::settings::FILE_NAME;
use flotilla_config::settings::Settings;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::coalition::State;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::genesis::Founded;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::genesis::Genesis;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::SigningKey;
use flotilla_domain::policy::Policy;
use flotilla_domain::preimage::Tag;
use flotilla_domain::profile::Profile;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use flotilla_gate::codebook;
use flotilla_wire::document;
use flotilla_wire::genesis;
use zeroize::Zeroizing;

/// When everything says it was made, in milliseconds since 1970.
pub(crate) const CREATED_MS: i64 = 1_760_000_000_000;

/// The regions that every member serves.
pub(crate) const REGIONS: [&str; 4] = ["CA-AB", "CA-BC", "CA-ON", "CA-QC"];

/// The programs that every member offers.
pub(crate) const PROGRAMS: [&str; 4] = ["CAREER", "GROUP", "ONE_COMMUNITY", "ONE_SITE"];

/// The coalition that is measured.
#[derive(Debug)]
pub(crate) struct Coalition {
    founded: Founded,
    roster: Arc<Roster>,
    members: Vec<MemberId>,
}

/// The folder of one member, on which a node starts.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    dir: PathBuf,
    settings: Settings,
}

impl Coalition {
    /// Founds a coalition of `members`, which may publish `indicators` of their own.
    pub(crate) fn new(members: usize, indicators: usize) -> Self {
        let founders: Vec<_> = (0..members).map(inception).collect();
        let ids = founders.iter().map(Verified::<MemberDocument>::member).collect();
        let mut ordered = founders;
        ordered.sort_by_key(Verified::<MemberDocument>::member);
        let genesis = Genesis {
            name: "The Measured Coalition".to_owned(),
            nonce: [7; 16],
            policy: Policy::DEFAULT,
            catalogue: catalogue(indicators),
            founders: ordered.into_iter().map(Verified::into_received).collect(),
            created_ms: CREATED_MS,
        };
        let body = genesis::encode(&genesis);
        let mut gathering = Gathering::new(body, genesis, Vec::new()).expect("a sound genesis");
        for index in 0..members {
            gathering.sign(&key("admin", index)).expect("a founder's key");
        }
        let founded = gathering.into_founded().expect("signed by all");
        let roster = Arc::new(Roster::founded(&founded));
        Self { founded, roster, members: ids }
    }

    /// Returns what was decided: nothing since it was founded.
    pub(crate) fn state(&self) -> State {
        State::founded(&self.founded)
    }

    /// Returns who belongs, and what may be published.
    pub(crate) fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }

    /// Returns the id of member `index`.
    pub(crate) fn member(&self, index: usize) -> MemberId {
        self.members[index]
    }

    /// Makes the home of member `index` in `dir`. Its node takes any free ports and dials `dial`; one
    /// that dials cannot be dialed, so that all that passes goes the way that is measured.
    pub(crate) fn home(&self, index: usize, dir: &Path, dial: Vec<String>) -> Home {
        let any = Some("127.0.0.1:0".parse().expect("an address"));
        let settings = Settings {
            handle: handle(index),
            data_dir: dir.join("data"),
            node_key: dir.join("keys/node.key"),
            rounding_key: dir.join("keys/rounding.key"),
            listen_peers: any.filter(|_| dial.is_empty()),
            listen_web: any,
            dial,
            strictness: flotilla_domain::policy::Strictness::default(),
        };
        for folder in [&settings.data_dir, &dir.join("keys")] {
            fs::create_dir_all(folder).expect("a scratch folder");
        }
        let secrets = [
            (&settings.node_key, Kind::SecretNodeKey, "node"),
            (&settings.rounding_key, Kind::SecretRoundingKey, "rounding"),
        ];
        for (path, kind, role) in secrets {
            let text = armor::encode(kind, seed(role, index).as_bytes());
            secret_file::create(path, &text).expect("a secret file");
        }
        let founded = genesis::to_bytes(self.founded.genesis());
        let founded = armor::encode(Kind::PublicGenesis, &founded);
        fs::write(settings.genesis(), founded.as_bytes()).expect("a genesis file");
        fs::write(dir.join(FILE_NAME), settings.to_toml()).expect("a settings file");
        Home { dir: dir.to_owned(), settings }
    }
}

impl Home {
    /// Returns the folder.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the settings in it.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }
}

/// Returns the node key of member `index`.
pub(crate) fn node_key(index: usize) -> SigningKey {
    key("node", index)
}

/// Returns the seed of the node key of member `index`.
pub(crate) fn node_seed(index: usize) -> [u8; 32] {
    *seed("node", index).as_bytes()
}

/// Returns the 32 bytes from which member `index` draws its offsets of rounding.
pub(crate) fn rounding_seed(index: usize) -> [u8; 32] {
    *seed("rounding", index).as_bytes()
}

/// Returns the code of local indicator `index`.
pub(crate) fn indicator(index: usize) -> String {
    format!("x_MEASURE_{index:03}")
}

/// Returns the standard catalogue with `indicators` of the coalition's own.
pub(crate) fn catalogue(indicators: usize) -> Catalogue {
    let mut additions = String::from("version = 2\n");
    for index in 0..indicators {
        let (code, kind) = (indicator(index), if index % 2 == 0 { "flow" } else { "stock" });
        additions.push_str(&format!(
            "[indicator.{code}]\n\
             title = {{ en = \"Measure {index}\", fr = \"Mesure {index}\" }}\n\
             definition = {{ en = \"Made up.\", fr = \"Inventé.\" }}\n\
             kind = \"{kind}\"\nunit = \"matches\"\ndirection = \"neutral\"\n\
             breakdowns = [\"gender\", \"program_type\", \"region\"]\n"
        ));
    }
    codebook::with_additions(&additions).expect("a catalogue")
}

fn inception(index: usize) -> Verified<MemberDocument> {
    let words = |words: [&str; 4]| words.map(str::to_owned).to_vec();
    let document = MemberDocument {
        kind: DocumentKind::Inception,
        version: 1,
        prev: None,
        member: None,
        admin_key: key("admin", index).public(),
        next_admin_key_hash: key("next", index).public().hash(),
        epochs: vec![Epoch { number: 1, node_key: node_key(index).public(), cut: None }],
        name: format!("Member {index}"),
        contact_role: "Data desk".to_owned(),
        handle: handle(index),
        profile: Profile { regions: words(REGIONS), programs: words(PROGRAMS), absent: Vec::new() },
        labels: Vec::new(),
        nonce: [9; 16],
    };
    let body = document::encode(&document);
    let signed = Signed::new(Tag::Document, CoalitionId::NONE, body, &key("admin", index));
    let received: Received<MemberDocument> = document::receive(signed).expect("a document");
    received.verify_inception().expect("an inception")
}

fn handle(index: usize) -> String {
    format!("member-{index}")
}

fn key(role: &str, index: usize) -> SigningKey {
    SigningKey::from_seed(&Zeroizing::new(*seed(role, index).as_bytes()))
}

fn seed(role: &str, index: usize) -> Hash {
    let parts = [b"flotilla bench, not a secret", role.as_bytes(), &index.to_be_bytes()];
    Hash::of(parts)
}
