//! Version 1 as bytes, second part: governance, documents, votes, notices, and bundles in both forms.
//!
//! `tests/fixtures/v1/trust.json` is made and kept as `objects.json` is: written once, by
//! `FLOTILLA_VECTORS=write` where there is no such file, and never changed. `check.py` verifies it, too.

use std::env;
use std::fs;
use std::path::PathBuf;

use flotilla_config::armor;
use flotilla_config::armor::Kind as Armor;
use flotilla_domain::coalition::Progress;
use flotilla_domain::entry::Kind;
use flotilla_domain::preimage::Tag;
use flotilla_domain::signed::Signed;
use flotilla_tests::hex;
use flotilla_tests::root;
use flotilla_wire::audit;
use flotilla_wire::audit::Verdict;
use flotilla_wire::bundle::Reader;
use flotilla_wire::document;
use flotilla_wire::entry;
use flotilla_wire::governance;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use flotilla_wire::sample::Sample;
use serde::Deserialize;
use serde::Serialize;

use crate::trust_made as made;
use crate::v1;
use crate::v1::Object;
use crate::v1::unhex;

/// How many members the coalition has.
const MEMBERS: usize = 3;

/// Everything that is kept for ever.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Vectors {
    about: String,
    objects: Vec<Object>,
    bundle_binary: String,
    bundle_text: String,
}

#[test]
fn every_id_is_a_hash_and_every_signature_holds() {
    let vectors = vectors();
    assert_eq!(vectors.objects.len(), 3 + 7 + 2 + 1 + 2);
    vectors.objects.iter().for_each(v1::assert_holds);
}

#[test]
fn what_is_encoded_today_has_the_bytes_of_then() {
    let (then, now) = (vectors(), all());
    for (then, now) in then.objects.iter().zip(&now.objects) {
        // How well a payload is compressed may change; what was compressed then still unpacks.
        if then.payload.is_none() {
            assert_eq!(then, now);
        }
    }
    assert_eq!(then.bundle_binary, now.bundle_binary);
    assert_eq!(then.bundle_text, now.bundle_text);
}

#[test]
fn what_was_signed_then_is_read_and_verified_today() {
    let sample = Sample::new(MEMBERS);
    let coalition = sample.roster().coalition();
    for object in vectors().objects {
        let (body, signature) = (unhex(&object.body), unhex(&object.signatures[0].signature));
        let signature = flotilla_domain::key::Signature::from_slice(&signature).unwrap();
        let signed = Signed { body: body.clone(), signature };
        let encoded = match v1::tag(&object.tag) {
            Tag::Document => {
                let verified = document::receive(signed).unwrap().verify(coalition).unwrap();
                document::encode(verified.value())
            }
            Tag::Governance => {
                let verified = governance::receive(signed).unwrap().verify(coalition).unwrap();
                governance::encode(verified.value())
            }
            Tag::Vote => {
                let verified = governance::receive_vote(signed).unwrap().verify(coalition).unwrap();
                governance::encode_vote(verified.value())
            }
            Tag::Entry => {
                let received = entry::receive(signed, unhex(&object.payload.unwrap())).unwrap();
                let verified = received.verify(sample.roster()).unwrap();
                let kind = verified.value().header.kind;
                let content =
                    payload::unpack(kind, verified.value().payload.bytes().unwrap()).unwrap();
                let notice = made::notice(&sample, kind);
                let expected = match kind {
                    Kind::Erasure => Content::Erasure(notice),
                    _ => Content::Withdrawal(notice),
                };
                assert_eq!(content, expected, "{}", object.name);
                entry::encode_header(&verified.value().header)
            }
            // A consent is not an object of its own: `every_signature_holds` is all there is to it.
            _ => body.clone(),
        };
        assert_eq!(encoded, body, "{}", object.name);
    }
}

#[test]
fn a_bundle_of_then_proves_today_what_it_proved_in_either_form() {
    let vectors = vectors();
    let binary = unhex(&vectors.bundle_binary);
    let text = armor::decode(Armor::PublicBundle, &vectors.bundle_text).unwrap();
    assert_eq!(*text, binary);
    let sample = Sample::new(MEMBERS);
    let open = || Reader::begin(binary.as_slice());
    let audited = audit::whole(sample.founded(), open).unwrap();
    let findings = audited.findings;
    assert_eq!(findings.faults(), []);
    assert_eq!(findings.entry(audited.subject.unwrap()).unwrap().verdict, Verdict::Counts);
    assert_eq!(findings.decisions()[0].progress, Progress::Certified);
    let bob = findings.logs().into_iter().find(|log| log.member == sample.member(1)).unwrap();
    assert_eq!((bob.quarantined, bob.forked_seq), (2, Some(1)));
}

/// Reads the vectors; where there are none yet, and it is asked for, writes them first.
fn vectors() -> Vectors {
    let path = path();
    if !path.exists() && env::var_os("FLOTILLA_VECTORS").is_some_and(|it| it == "write") {
        let text = serde_json::to_string_pretty(&all()).unwrap() + "\n";
        fs::write(&path, text).unwrap();
    }
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn all() -> Vectors {
    let sample = Sample::new(MEMBERS);
    let coalition = sample.roster().coalition();
    let mut objects = Vec::new();
    for (name, it) in made::documents(&sample) {
        let (key, name) = (it.claim().admin_key, format!("document, {name}"));
        objects.push(v1::object(&name, Tag::Document, coalition, it.signed(), key));
    }
    for (name, it) in made::entries(&sample) {
        let (key, name) = (it.claim().proposer_key, format!("governance entry, {name}"));
        objects.push(v1::object(&name, Tag::Governance, coalition, it.signed(), key));
    }
    for (name, it) in made::votes(&sample) {
        let key = it.claim().admin_key;
        objects.push(v1::object(name, Tag::Vote, coalition, it.signed(), key));
    }
    objects.push(consent(&sample));
    for (name, it) in made::notices(&sample) {
        let (key, name) = (Sample::node_key(0).public(), format!("entry, {name}"));
        let object = v1::object(&name, Tag::Entry, coalition, it.signed(), key);
        objects.push(Object { payload: Some(hex(it.value().payload.bytes().unwrap())), ..object });
    }
    let bundle = made::bundle(&sample);
    Vectors {
        about: "Version 1, signed with keys that everybody knows. Never changes.".to_owned(),
        objects,
        bundle_binary: hex(&bundle),
        bundle_text: armor::encode(Armor::PublicBundle, &bundle).to_string(),
    }
}

/// Returns a consent as if it were an object: what it signs is the member, then the entries.
fn consent(sample: &Sample) -> Object {
    let (member, entry) = (sample.member(0), made::log(sample)[0].id());
    let body = [member.0.as_bytes().as_slice(), entry.0.as_bytes()].concat();
    let consent = made::consent(sample);
    let signed = Signed { body, signature: consent.signature };
    let coalition = sample.roster().coalition();
    v1::object("consent to an erasure", Tag::Erase, coalition, &signed, consent.admin_key)
}

fn path() -> PathBuf {
    root().join("tests/fixtures/v1/trust.json")
}
