//! Drivers: Arrow Flight SQL on the researchers' listener, by the client of the Arrow project.

use arrow_flight::FlightInfo;
use arrow_flight::sql::CommandGetTables;
use arrow_flight::sql::SqlInfo;
use arrow_flight::sql::client::FlightSqlServiceClient;
use flotilla_answer::ipc::IpcReader;
use flotilla_node::query::RecordBatch;
use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::door;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use tokio_stream::StreamExt;
use tonic::transport::Channel;
use tonic::transport::Endpoint;

/// A client of drivers.
pub(crate) type Client = FlightSqlServiceClient<Channel>;

const SQL: &str = "SELECT * FROM observations ORDER BY indicator, region, program_type, gender";

#[test]
fn a_driver_gets_the_same_table_as_everybody_else() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    let snapshot = alice.snapshot();
    let told = door::ask(alice.web(), SQL).unwrap();
    let expected = IpcReader::new().push(told).unwrap();
    with(&alice, async |mut client| {
        let info = client.execute(SQL.to_owned(), None).await.unwrap();
        let rows = rows(&mut client, info).await;
        assert_eq!(columns(&rows), columns(&expected));
        let schema = rows[0].schema();
        assert_eq!(schema.metadata()["flotilla.snapshot_id"], snapshot);
        assert_eq!(schema.metadata()["flotilla.members"], "1");
    });
}

#[test]
fn a_driver_prepares_a_statement_and_fills_its_gaps() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    with(&alice, async |mut client| {
        let info = client.execute("SELECT 'GIRLS' AS gender, 1 AS least".to_owned(), None).await;
        let values = rows(&mut client, info.unwrap()).await.remove(0);
        let sql = "SELECT DISTINCT gender FROM observations WHERE gender = ? AND value >= ?";
        let mut statement = client.prepare(sql.to_owned(), None).await.unwrap();
        assert_eq!(statement.parameter_schema().unwrap().fields().len(), 2);
        assert_eq!(statement.dataset_schema().unwrap().fields().len(), 1);
        let unfilled = statement.execute().await.unwrap();
        assert!(refused(&mut client, unfilled).await.contains("Gaps in the query"));
        statement.set_parameters(values).unwrap();
        let info = statement.execute().await.unwrap();
        assert_eq!(rows(&mut client, info).await[0].num_rows(), 1);
        statement.close().await.unwrap();
    });
}

#[test]
fn a_driver_learns_what_there_is_and_can_change_nothing() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    with(&alice, async |mut client| {
        let count =
            async |client: &mut Client, info: FlightInfo| rows(client, info).await[0].num_rows();
        let info = client.get_catalogs().await.unwrap();
        assert_eq!(count(&mut client, info).await, 1);
        let tables = CommandGetTables { include_schema: true, ..CommandGetTables::default() };
        let info = client.get_tables(tables).await.unwrap();
        assert_eq!(count(&mut client, info).await, 7);
        let pattern = Some("obs%".to_owned());
        let some = CommandGetTables { table_name_filter_pattern: pattern, ..Default::default() };
        let info = client.get_tables(some).await.unwrap();
        assert_eq!(count(&mut client, info).await, 1);
        let info = client.get_table_types().await.unwrap();
        assert_eq!(count(&mut client, info).await, 1);
        let info = client.get_sql_info(vec![SqlInfo::FlightSqlServerReadOnly]).await.unwrap();
        assert_eq!(count(&mut client, info).await, 1);
        for sql in ["DROP TABLE observations", "COPY observations TO '/tmp/x.csv'"] {
            assert!(client.execute(sql.to_owned(), None).await.is_err(), "{sql}");
            let changed = client.execute_update(sql.to_owned(), None).await.unwrap_err();
            assert!(changed.to_string().contains("Only SELECT"), "{changed}");
        }
        client.set_header("accept-language", "fr-CA");
        let said = client
            .execute("SELECT titel FROM practices".to_owned(), None)
            .await
            .unwrap_err();
        assert!(
            said.to_string().contains("title_en") && said.to_string().contains("Vouliez-vous"),
            "{said}"
        );
    });
}

#[test]
fn a_coalition_by_token_answers_no_driver() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    let vote = ["proposal", "policy", "--access", "token", "--passphrase-file", "passphrase"];
    coalition.run_as("alice", &[&["--yes"], &vote[..]].concat()).well();
    wait::until("the rules apply", || alice.get("/v1/observations.csv").status == 401);
    with(&alice, async |mut client| {
        let refused = client.execute("SELECT 1".to_owned(), None).await.unwrap_err();
        assert!(refused.to_string().contains("aggregates"), "{refused}");
        assert!(client.prepare("SELECT 1".to_owned(), None).await.is_err());
        assert!(client.get_catalogs().await.is_err());
        assert!(client.get_sql_info(vec![SqlInfo::FlightSqlServerName]).await.is_err());
    });
}

/// Does something with a client of a node.
pub(crate) fn with<F: Future<Output = ()>>(node: &Node, work: impl FnOnce(Client) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let endpoint = Endpoint::from_shared(format!("http://{}", node.web())).unwrap();
        work(FlightSqlServiceClient::new(endpoint.connect().await.unwrap())).await;
    });
}

/// Returns the rows that are promised.
pub(crate) async fn rows(client: &mut Client, info: FlightInfo) -> Vec<RecordBatch> {
    let ticket = info.endpoint[0].ticket.clone().unwrap();
    let rows = client.do_get(ticket).await.unwrap();
    rows.collect::<Result<Vec<RecordBatch>, _>>().await.unwrap()
}

async fn refused(client: &mut Client, info: FlightInfo) -> String {
    let ticket = info.endpoint[0].ticket.clone().unwrap();
    client.do_get(ticket).await.unwrap_err().to_string()
}

/// What the columns hold; what is told beside the schema differs from way to way.
fn columns(rows: &[RecordBatch]) -> Vec<String> {
    rows.iter().map(|batch| format!("{:?}", batch.columns())).collect()
}
