//! Every text that the gate names has words, in both languages, and no words are left over.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;

const EN: &str = include_str!("../../../text/locales/gate.en.ftl");

const FR: &str = include_str!("../../../text/locales/gate.fr.ftl");

#[test]
fn every_text_has_words_in_both_languages() {
    let mut named = BTreeSet::new();
    let package = env::var_os("CARGO_MANIFEST_DIR").unwrap();
    collect(&Path::new(&package).join("src"), &mut named);
    assert!(named.len() > 100);
    assert_eq!(named, defined(EN));
    assert_eq!(named, defined(FR));
}

#[test]
fn both_languages_fill_the_same_gaps() {
    let gaps = |text: &str| {
        let message = |it: &str| {
            let gaps = it.split('$').skip(1);
            let name =
                |gap: &str| gap.split(|c: char| !c.is_ascii_lowercase()).next().map(str::to_owned);
            (
                it.split(' ').next().map(str::to_owned),
                gaps.filter_map(name).collect::<BTreeSet<_>>(),
            )
        };
        text.split("\ngate-").skip(1).map(message).collect::<Vec<_>>()
    };
    assert_eq!(gaps(EN), gaps(FR));
}

fn defined(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| line.starts_with("gate-"));
    lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

/// Adds each literal that names a text, in a folder of sources.
fn collect(folder: &Path, named: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, named);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let literals = text.split('"').filter(|it| it.starts_with("gate-"));
        named.extend(literals.map(str::to_owned));
    }
}
