//! `flotilla-published HOME FOLDER`: writes what each member of a coalition published, for the attacker.
//!
//! Opens the ledger of a stopped node (HOME holds its `flotilla.toml`) and writes one file per member,
//! in the form that `tests/oracles/audit.py` reads: every release that counts, exactly as any peer
//! holds it.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_config::settings::Settings;
use flotilla_domain::genesis::Founded;
use flotilla_domain::release::Release;
use flotilla_domain::roster::Member;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::rules::Rules;
use flotilla_node::judge::Judge;
use flotilla_node::judge::Taken;
use flotilla_node::ledger::Ledger;
use flotilla_node::ledger::LedgerConfig;
use flotilla_node::minutes::Minutes;
use flotilla_wire::payload::Content;

/// How many bytes of a log are read at once.
const READ_BYTES: usize = 1 << 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [home, folder] = arguments.as_slice() else {
        return Err("usage: flotilla-published HOME FOLDER".into());
    };
    let settings = Settings::read(&home.join("flotilla.toml"))?;
    let minutes = Minutes::open(&settings.data_dir, &founded(&settings.genesis())?)?;
    let roster = Arc::clone(&minutes.follow().borrow());
    let (ledger, _) = Ledger::open(&settings.data_dir, minutes.follow(), LedgerConfig::DEFAULT)?;
    let judge = Judge::new(&minutes, ledger.clone());
    fs::create_dir_all(folder)?;
    for member in roster.members() {
        let releases = releases(&ledger, &judge, member).await?;
        let (catalogue, policy) = (roster.catalogue(), roster.policy());
        let rules = Rules::new(catalogue, policy, policy.gate, &member.document.profile);
        let publication = Publication::new(&rules, member.handle(), &Told::first(&releases));
        if !publication.is_empty() {
            let file = folder.join(format!("{}.json", member.handle()));
            fs::write(file, publication.to_json())?;
        }
    }
    ledger.close().await;
    Ok(())
}

fn founded(genesis: &Path) -> Result<Founded, Box<dyn Error>> {
    let bytes = public_file::read_armored(genesis, Kind::PublicGenesis)?;
    let gathering = flotilla_wire::genesis::from_bytes(&bytes)?;
    Ok(gathering.into_founded().map_err(|_| "signatures are missing")?)
}

/// Returns the releases of one member that count.
async fn releases(
    ledger: &Ledger,
    judge: &Judge,
    member: &Member,
) -> Result<Vec<Release>, Box<dyn Error>> {
    let head = ledger.counted().get(&member.id).and_then(|head| head.link);
    let outlook = judge.outlook(member.id, head.map_or(0, |link| link.seq)).await?;
    let mut releases = Vec::new();
    let mut seq = 1;
    loop {
        let entries = ledger.read(member.id, seq, READ_BYTES).await?;
        let Some(last) = entries.last() else { return Ok(releases) };
        seq = last.value().header.seq + 1;
        for entry in entries.iter().filter(|it| it.value().header.seq <= outlook.until_seq()) {
            let judged = judge.judge(entry, &outlook).await?;
            let counts = judged.reasons.is_empty() && judged.taken == Taken::No;
            if let (Content::Release(release), true) = (judged.content, counts) {
                releases.push(release);
            }
        }
    }
}
