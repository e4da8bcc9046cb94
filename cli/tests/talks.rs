//! How the tool talks: help, versions and refusals, in both languages. What its commands do is tried
//! in `docs/transcripts`, by the suite `cli` of `flotilla-tests`.

use std::process::Command;
use std::process::Stdio;

/// Every command, with what follows `flotilla`.
const COMMANDS: [&[&str]; 43] = [
    &[],
    &["init"],
    &["coalition", "found"],
    &["coalition", "sign"],
    &["coalition", "join"],
    &["publish", "metrics"],
    &["publish", "practice"],
    &["practice", "check"],
    &["practice", "new"],
    &["practice", "respond"],
    &["query"],
    &["status"],
    &["backup"],
    &["restore"],
    &["bundle", "export"],
    &["bundle", "import"],
    &["bundle", "show"],
    &["entry", "export"],
    &["entry", "list"],
    &["entry", "verify"],
    &["verify"],
    &["member", "request"],
    &["member", "admit"],
    &["member", "remove"],
    &["member", "recover"],
    &["member", "list"],
    &["member", "show"],
    &["proposal", "list"],
    &["proposal", "show"],
    &["proposal", "approve"],
    &["proposal", "reject"],
    &["proposal", "policy"],
    &["proposal", "catalogue"],
    &["proposal", "confirm"],
    &["proposal", "erase"],
    &["key", "show"],
    &["key", "rotate"],
    &["key", "revoke"],
    &["key", "recover"],
    &["key", "unlock"],
    &["log", "settle"],
    &["recovery", "verify"],
    &["sign"],
];

/// What the tool said.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

#[test]
fn every_command_has_help_in_both_languages() {
    for words in COMMANDS {
        let [english, french] = ["en", "fr"].map(|language| {
            let said = flotilla(&[words, &["--help", "--lang", language]].concat());
            assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{words:?}");
            said.out
        });
        assert!(english.contains("Options") && french.contains("Options"), "{words:?}");
        assert!(english.contains("Show the help") || english.contains("Show this help"));
        assert_ne!(english, french, "{words:?}");
    }
}

#[test]
fn the_language_of_the_system_is_spoken_unless_another_is_asked_for() {
    let french = flotilla_in("fr_CA.UTF-8", &["--help"]).out;
    assert_eq!(french, flotilla(&["--help", "--lang", "fr"]).out);
    assert_eq!(flotilla_in("fr_CA.UTF-8", &["--help", "--lang=en"]).out, flotilla(&["--help"]).out);
}

#[test]
fn the_version_is_told() {
    let said = flotilla(&["--version"]);
    assert_eq!(said.code, Some(0));
    assert_eq!(said.out.trim(), concat!("flotilla ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn an_unknown_command_is_refused_with_the_nearest_one() {
    let said = flotilla(&["pubish"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("publish"), "{}", said.err);
    let french = flotilla(&["--lang", "fr", "pubish"]);
    assert_eq!(french.code, Some(2));
    assert_ne!(french.err, said.err);
}

#[test]
fn an_unknown_option_is_refused_with_the_nearest_one() {
    let said = flotilla(&["status", "--jsno"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("--json"), "{}", said.err);
}

#[test]
fn without_settings_it_says_how_to_get_some() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    let said = flotilla(&["--dir", dir, "status"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("flotilla init"), "{}", said.err);
}

fn flotilla(words: &[&str]) -> Said {
    flotilla_in("C.UTF-8", words)
}

#[expect(clippy::unwrap_used, reason = "a tool that does not start fails the test")]
fn flotilla_in(locale: &str, words: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flotilla"));
    command
        .args(words)
        .stdin(Stdio::null())
        .env("LC_ALL", locale)
        .env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}
