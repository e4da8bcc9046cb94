//! The published edge vectors of Ed25519, with the verdict that strict verification must give.

use std::fs;

use flotilla_domain::key::PublicKey;
use flotilla_domain::key::Signature;
use flotilla_tests::root;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    case: u32,
    why: String,
    accept: bool,
    message: String,
    pub_key: String,
    signature: String,
}

#[test]
fn every_edge_vector_gets_the_strict_verdict() {
    let text = fs::read_to_string(root().join("tests/fixtures/ed25519/speccheck.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
    assert_eq!(cases.len(), 12);
    for Case { case, why, accept, message, pub_key, signature } in cases {
        let signature = Signature::from_slice(&bytes(&signature)).unwrap();
        let key = PublicKey::parse(&bytes(&pub_key));
        let accepted = key.is_some_and(|key| key.verifies(&bytes(&message), &signature));
        assert_eq!(accepted, accept, "case {case}: {why}");
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}
