//! Version 1 of the protocol as bytes: a small coalition, signed with keys that everybody knows.
//!
//! `tests/fixtures/v1/objects.json` was written once, by `FLOTILLA_VECTORS=write` where there is no
//! such file, and never changes: a test that fails here says that logs of today could not be verified
//! by the software of tomorrow. `check.py` beside it verifies the same without any code of ours.

use std::env;
use std::fs;
use std::path::PathBuf;

use flotilla_domain::chain::Link;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::heads;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::Signature;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Text;
use flotilla_domain::practice::account::Details;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use flotilla_tests::hex;
use flotilla_tests::root;
use flotilla_wire::document;
use flotilla_wire::entry;
use flotilla_wire::genesis;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use flotilla_wire::statement;
use serde::Deserialize;
use serde::Serialize;

/// How many members the coalition has.
const MEMBERS: usize = 3;

/// How many figures the table has.
const FIGURES: usize = 24;

/// The salt of the table. Then it followed from how a table is printed, which is no part of the
/// protocol.
const TABLE_SALT: &str = "409499f58480b27681db2b1bf0787c67";

/// Everything that is kept for ever.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Vectors {
    about: String,
    /// The digest of the heads that the statement names.
    snapshot: String,
    objects: Vec<Object>,
}

/// One signed object, in hexadecimal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Object {
    pub(crate) name: String,
    pub(crate) tag: String,
    pub(crate) coalition: String,
    pub(crate) body: String,
    pub(crate) preimage: String,
    pub(crate) id: String,
    pub(crate) signatures: Vec<Signer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payload: Option<String>,
}

/// A key, and the signature it made.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Signer {
    pub(crate) key: String,
    pub(crate) signature: String,
}

#[test]
fn every_id_is_a_hash_and_every_signature_holds() {
    let vectors = vectors();
    assert_eq!(vectors.objects.len(), MEMBERS + 5);
    vectors.objects.iter().for_each(assert_holds);
}

#[test]
fn what_is_encoded_today_has_the_bytes_of_then() {
    let (then, now) = (vectors(), made());
    assert_eq!(then.snapshot, now.snapshot);
    for (then, now) in then.objects.iter().zip(&now.objects) {
        // How well a payload is compressed may change; what was compressed then still unpacks.
        if then.payload.is_none() || then.name == "entry 1, opaque" {
            assert_eq!(then, now);
        }
    }
}

#[test]
fn what_was_signed_then_is_read_and_verified_today() {
    let sample = Sample::new(MEMBERS);
    for object in vectors().objects {
        let (body, signature) = (unhex(&object.body), unhex(&object.signatures[0].signature));
        let signature = Signature::from_slice(&signature).unwrap();
        let signed = Signed { body: body.clone(), signature };
        let encoded = match tag(&object.tag) {
            Tag::Document => {
                let verified = document::receive(signed).unwrap().verify_inception().unwrap();
                document::encode(verified.value())
            }
            Tag::Entry => {
                let received = entry::receive(signed, unhex(&object.payload.unwrap())).unwrap();
                let verified = received.verify(sample.roster()).unwrap();
                assert_says_what_it_said(verified.value());
                entry::encode_header(&verified.value().header)
            }
            Tag::Head => {
                let verified = statement::receive(signed).unwrap().verify(sample.roster()).unwrap();
                statement::encode(verified.value())
            }
            _ => genesis::from_bytes(&genesis::to_bytes(sample.founded().genesis()))
                .unwrap()
                .body()
                .to_vec(),
        };
        assert_eq!(encoded, body, "{}", object.name);
    }
}

/// Fails unless an object has its preimage and id, and all its signatures hold.
pub(crate) fn assert_holds(object: &Object) {
    let (tag, coalition) = (tag(&object.tag), coalition(&object.coalition));
    let bytes = preimage::preimage(tag, coalition, &unhex(&object.body));
    assert_eq!(hex(&bytes), object.preimage, "{}", object.name);
    assert_eq!(Hash::of([bytes.as_slice()]).to_string(), object.id, "{}", object.name);
    assert!(!object.signatures.is_empty(), "{}", object.name);
    for Signer { key, signature } in &object.signatures {
        let key = PublicKey::parse(&unhex(key)).unwrap();
        let signature = Signature::from_slice(&unhex(signature)).unwrap();
        assert!(key.verifies(&bytes, &signature), "{}", object.name);
    }
}

fn assert_says_what_it_said(entry: &Entry) {
    let content = payload::unpack(entry.header.kind, entry.payload.bytes().unwrap()).unwrap();
    match entry.header.kind {
        Kind::Practice => assert_eq!(content, Content::Practice(Box::new(practice()))),
        Kind::Release => assert_eq!(content, Content::Release(Sample::release(FIGURES))),
        _ => assert_eq!(content, Content::Opaque),
    }
}

/// Reads the vectors; where there are none yet, and it is asked for, writes them first.
fn vectors() -> Vectors {
    let path = path();
    if !path.exists() && env::var_os("FLOTILLA_VECTORS").is_some_and(|it| it == "write") {
        let text = serde_json::to_string_pretty(&made()).unwrap() + "\n";
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn made() -> Vectors {
    let sample = Sample::new(MEMBERS);
    let genesis = sample.founded().genesis();
    let mut objects: Vec<Object> = genesis
        .founders()
        .map(|founder| {
            let name = format!("document of {}", founder.value().handle);
            let key = founder.value().admin_key;
            object(&name, Tag::Document, CoalitionId::NONE, founder.signed(), key)
        })
        .collect();
    objects.push(genesis_of(&sample));
    let log = log(&sample);
    for entry in &log {
        objects.push(entry_of(entry, sample.roster()));
    }
    let head = log.last().map(|entry| Link { epoch: 1, seq: 3, id: entry.id() });
    let heads = Heads::from([(sample.member(0), Head { link: head, ..Head::default() })]);
    let (coalition, governance) = (sample.roster().coalition(), sample.roster().governance_head());
    let snapshot = heads::digest(coalition, governance, &heads).to_string();
    let stated = sample.statement(1, 7, heads);
    let key = Sample::node_key(1).public();
    objects.push(object("statement of bob", Tag::Head, coalition, stated.signed(), key));
    let about = "Version 1, signed with keys that everybody knows. Never changes.".to_owned();
    Vectors { about, snapshot, objects }
}

/// Returns three entries of Alice: one of each form of payload.
fn log(sample: &Sample) -> Vec<Verified<Entry>> {
    let first = sample.entry(0, None, 1, Payload::opaque(b"hello"));
    let salt = unhex(TABLE_SALT).try_into().unwrap();
    let table = payload::pack_release(&Sample::release(FIGURES), salt).unwrap();
    let table = Payload::raw(Kind::Release, table);
    let second = sample.entry(0, Some(first.id()), 2, table);
    let third = sample.entry(0, Some(second.id()), 3, Payload::practice(&practice()));
    vec![first, second, third]
}

fn entry_of(entry: &Verified<Entry>, roster: &Roster) -> Object {
    let header = &entry.value().header;
    let what = match header.kind {
        Kind::Practice => "practice",
        Kind::Release => "release",
        _ => "opaque",
    };
    let name = format!("entry {}, {what}", header.seq);
    let key = Sample::node_key(0).public();
    let object = object(&name, Tag::Entry, roster.coalition(), entry.signed(), key);
    Object { payload: Some(hex(entry.value().payload.bytes().unwrap())), ..object }
}

fn genesis_of(sample: &Sample) -> Object {
    let genesis = sample.founded().genesis();
    let key_of = |member| {
        let founder = genesis.founders().find(|founder| founder.member() == member).unwrap();
        hex(founder.value().admin_key.as_bytes())
    };
    let signer = |(member, signature): (_, Signature)| Signer {
        key: key_of(member),
        signature: hex(&signature.0),
    };
    Object {
        name: "genesis".to_owned(),
        tag: word(Tag::Genesis).to_owned(),
        coalition: CoalitionId::NONE.0.to_string(),
        body: hex(genesis.body()),
        preimage: hex(&preimage::preimage(Tag::Genesis, CoalitionId::NONE, genesis.body())),
        id: genesis.id().to_string(),
        signatures: genesis.signatures().map(signer).collect(),
        payload: None,
    }
}

pub(crate) fn object(
    name: &str,
    tag: Tag,
    coalition: CoalitionId,
    signed: &Signed,
    key: PublicKey,
) -> Object {
    let signature = hex(&signed.signature.0);
    Object {
        name: name.to_owned(),
        tag: word(tag).to_owned(),
        coalition: coalition.0.to_string(),
        body: hex(&signed.body),
        preimage: hex(&preimage::preimage(tag, coalition, &signed.body)),
        id: preimage::id(tag, coalition, &signed.body).to_string(),
        signatures: vec![Signer { key: hex(key.as_bytes()), signature }],
        payload: None,
    }
}

fn practice() -> Practice {
    let text = Text {
        language: "en".to_owned(),
        title: "Waiting well".to_owned(),
        summary: "What to do while waiting.".to_owned(),
        body: "The body.".to_owned(),
        translation: "original".to_owned(),
        details: Details::default(),
    };
    let fields = Fields {
        id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".to_owned(),
        version: 1,
        status: "published".to_owned(),
        kind: "practice".to_owned(),
        texts: vec![text],
        eepm_standard: 5,
        contact_role: "Program team, programs@example.org".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        sharing: "replicate".to_owned(),
        ..Fields::default()
    };
    Practice::new(fields).unwrap()
}

fn word(tag: Tag) -> &'static str {
    match tag {
        Tag::Consent => "cosign",
        Tag::Document => "doc",
        Tag::Entry => "entry",
        Tag::Erase => "erase",
        Tag::Genesis => "genesis",
        Tag::Governance => "gov",
        Tag::Head => "head",
        Tag::Label => "label",
        Tag::Retraction => "retract",
        Tag::Token => "token",
        Tag::Vote => "vote",
    }
}

pub(crate) fn tag(text: &str) -> Tag {
    let tags = [
        Tag::Document,
        Tag::Entry,
        Tag::Erase,
        Tag::Genesis,
        Tag::Governance,
        Tag::Head,
        Tag::Vote,
    ];
    tags.into_iter().find(|tag| word(*tag) == text).unwrap()
}

pub(crate) fn coalition(text: &str) -> CoalitionId {
    CoalitionId(Hash::parse(text).unwrap())
}

fn path() -> PathBuf {
    root().join("tests/fixtures/v1/objects.json")
}

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}
