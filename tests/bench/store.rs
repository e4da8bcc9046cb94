//! Logs written into a home before its node starts, by the node's own ledger.

use std::path::PathBuf;

use flotilla_domain::entry::Entry;
use flotilla_domain::signed::Verified;
use flotilla_node::ledger;
use flotilla_node::ledger::Appended;
use flotilla_node::ledger::Ledger;
use flotilla_node::ledger::LedgerConfig;

use crate::coalition::Coalition;
use crate::coalition::Home;

/// Writes `logs` into the ledger of `home`, as replication would, and closes it.
pub(crate) fn fill(coalition: &Coalition, home: &Home, logs: &[Vec<Verified<Entry>>]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let roster = ledger::fixed(coalition.roster().clone());
        let opened = Ledger::open(&folder(home), roster, LedgerConfig::DEFAULT);
        let (ledger, _) = opened.expect("an empty ledger");
        for log in logs {
            let appended = ledger.append(log.clone()).await.expect("a durable log");
            assert!(appended.iter().all(|it| matches!(it, Appended::New)), "the log is new");
        }
        ledger.close().await;
    });
}

/// Returns where the node of `home` keeps its ledger.
pub(crate) fn folder(home: &Home) -> PathBuf {
    home.settings().data_dir.clone()
}
