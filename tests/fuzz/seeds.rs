//! Good input for each reader, from which mutants are made.

use std::fs;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_domain::consent::Consent;
use flotilla_domain::consent::Scope;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::id::ConsentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::retraction::Retraction;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Stretch;
use flotilla_domain::signed::Verified;
use flotilla_domain::steward::GovernedCode;
use flotilla_gate::names::Names;
use flotilla_gate::together;
use flotilla_tests::harness::fixtures;
use flotilla_tests::root;
use flotilla_wire::consent;
use flotilla_wire::entry;
use flotilla_wire::frames;
use flotilla_wire::genesis;
use flotilla_wire::payload;
use flotilla_wire::retraction;
use flotilla_wire::sample::Sample;
use prost::Message;
use serde_json::Value;

/// Signed objects of version 1, as hexadecimal digits.
const VECTORS: [&str; 2] = ["objects.json", "trust.json"];

/// The members of the coalition that signs.
const MEMBERS: usize = 3;

/// A node's settings, with every key.
const SETTINGS: &str = r#"handle = "alice"
data_dir = "data"
node_key = "keys/node.key"
rounding_key = "keys/rounding.key"

[listen]
peers = "127.0.0.1:7401"
web = "127.0.0.1:7480"

[sync]
peers = ["bob.example.org:7401"]
"#;

/// Counts, one in each line.
const COUNTS: &str = "\
sheet,row,column,indicator,indicator_column,period,region,region_column,program_type,program_column,breakdown,count
Totals,5,D,MATCHES_NEW,A,2025,CA-ON,B,GROUP,C,,120
Gender,5,D,MATCHES_NEW,A,2025,CA-ON,B,GROUP,C,gender=BOYS,70
Gender,5,E,MATCHES_NEW,A,2025,CA-ON,B,GROUP,C,gender=GIRLS,50
Gender,5,F,MATCHES_NEW,A,2025,CA-ON,B,GROUP,C,gender=NON_BINARY,0
";

/// One organisation's table, of N or half as many.
const POOLED: &str = "\
sex,number
All,N
F,x
M,N
X,0
?,0
";

/// What a dry run printed.
const HISTORY: &str = include_str!("readers/history.json");

/// Returns the seeds of a reader.
pub(crate) fn of(reader: &str) -> Vec<Vec<u8>> {
    match reader {
        "armor" => [Kind::PublicMember, Kind::SecretNodeKey]
            .map(|kind| armor::encode(kind, &[7; 32]).as_bytes().to_vec())
            .into(),
        "bundle" => ["bundle_binary", "bundle_text"].into_iter().flat_map(bundle).collect(),
        "catalogue" => files("tests/fixtures/student-por", ".toml"),
        "consent" => vec![consent::encode(&consent())],
        "counts" => vec![COUNTS.into()],
        "document" => bodies("doc"),
        "entry" => [bodies("entry"), whole_entries()].concat(),
        "frame" => frames(),
        "genesis" => vec![genesis::to_bytes(Sample::new(MEMBERS).founded().genesis())],
        "governance" => bodies("gov"),
        "history" => vec![HISTORY.into()],
        "names" => vec![Names::new([7; 32]).to_text().into_bytes()],
        "payload" => payloads(),
        "practice" => files("tests/fixtures/practices", ".md"),
        "recipe" => {
            let school = files("tests/fixtures/student-por", "p.toml");
            let own = ["readers/table.toml", "readers/together.toml"];
            let own = own.map(|it| fs::read(root().join("tests/fuzz").join(it)).unwrap());
            [vec![fixtures::RECIPE.into()], own.to_vec(), school].concat()
        }
        "retraction" => vec![retraction::encode(&retraction())],
        "settings" => vec![SETTINGS.into()],
        "statement" => bodies("head"),
        "suggest" => files("tests/fixtures/exports", ".csv").iter().map(|it| short(it)).collect(),
        "table" => vec![include_bytes!("readers/table.csv").to_vec()],
        "together" => vec![together::join(
            &[40, 30, 20].map(|it| POOLED.replace("N", &it.to_string()).into()),
        )],
        "vote" => bodies("vote"),
        "workbook" => files("tests/fixtures/exports", ".xlsx"),
        _ => Vec::new(),
    }
}

/// Returns a community's consent to figures of Alice.
fn consent() -> Consent {
    let period = "2025".parse().unwrap();
    Consent {
        steward: "north".to_owned(),
        steward_key: Sample::admin_key(1).public(),
        member: Sample::inception(0).0,
        scope: Scope {
            codes: [GovernedCode::parse("population:FIRST_NATIONS").unwrap()].into(),
            indicators: ["MATCHES_NEW".to_owned()].into(),
            first: period,
            last: period,
        },
        agreement: "Agreement 7".to_owned(),
        content: Hash::of([b"figures".as_slice()]),
    }
}

/// Returns what takes that consent back.
fn retraction() -> Retraction {
    let Consent { steward, steward_key, member, .. } = consent();
    let consents = [ConsentId(Hash::of([b"consent".as_slice()]))].into();
    Retraction { steward, steward_key, member, consents }
}

/// Returns the contents of the files in a folder whose names end as given.
fn files(folder: &str, end: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|it| it.unwrap().path()).collect();
    // The order of a folder is nobody's, and mutants follow from it.
    paths.sort();
    let wanted = paths.iter().filter(|it| it.to_str().unwrap().ends_with(end));
    wanted.map(|it| fs::read(it).unwrap()).collect()
}

/// Returns the first rows of a table.
fn short(table: &[u8]) -> Vec<u8> {
    table.split_inclusive(|it| *it == b'\n').take(12).flatten().copied().collect()
}

/// Returns the bodies of all vectors with a tag.
fn bodies(tag: &str) -> Vec<Vec<u8>> {
    objects()
        .iter()
        .filter(|it| it["tag"] == tag)
        .map(|it| bytes(&it["body"]))
        .collect()
}

/// Returns the payloads of all vectors, and what was compressed in them.
fn payloads() -> Vec<Vec<u8>> {
    let objects = objects();
    let packed = objects
        .iter()
        .filter(|it| it["payload"].is_string())
        .map(|it| bytes(&it["payload"]));
    // The vectors are older than what is held at home.
    let held = Sample::held("What we do on the land.");
    let card = payload::pack_practice(&held.card, [7; SALT_BYTES]).unwrap();
    packed.chain([held.payload, card]).flat_map(|it| [inflated(&it), it]).collect()
}

fn inflated(payload: &[u8]) -> Vec<u8> {
    zstd::decode_all(payload.get(SALT_BYTES..).unwrap_or_default()).unwrap_or_default()
}

fn whole_entries() -> Vec<Vec<u8>> {
    Sample::new(MEMBERS).log(0, 2, "a").iter().map(entry::to_bytes).collect()
}

/// Returns a frame with documents, one with entries, and a question with its answer.
fn frames() -> Vec<Vec<u8>> {
    let sample = Sample::new(MEMBERS);
    let documents = (0..MEMBERS).map(|index| Sample::inception(index).1).collect();
    let entries = sample.log(0, 2, "a").into_iter().map(Verified::into_received).collect();
    let stretch = Stretch { member: sample.member(0), entries, last: true, not_held: None };
    let about = EntryId(Hash::from_bytes([7; 32]));
    let told = Frame::Told(about, Sample::held("What we do on the land.").payload);
    let frames = [Frame::Credit(1 << 20), Frame::Documents(documents), Frame::Entries(stretch)];
    let frames = frames.into_iter().chain([Frame::Ask(about), told]);
    frames.map(|it| frames::to_wire(it).encode_to_vec()).collect()
}

/// Returns a bundle of the vectors, if it has one of this form.
fn bundle(form: &str) -> Vec<Vec<u8>> {
    let vectors = VECTORS.map(vectors);
    vectors
        .iter()
        .filter(|it| it[form].is_string())
        .map(|it| bytes(&it[form]))
        .collect()
}

fn objects() -> Vec<Value> {
    VECTORS
        .iter()
        .flat_map(|it| vectors(it)["objects"].as_array().unwrap().clone())
        .collect()
}

fn vectors(file: &str) -> Value {
    let path = root().join("tests/fixtures/v1").join(file);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Returns what hexadecimal digits stand for, or the text that it is instead.
fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    let pairs = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap_or("?"), 16));
    pairs.collect::<Result<_, _>>().unwrap_or_else(|_| text.into())
}
