//! Prepared statements, as their clients carry them about.

use arrow_flight::FlightData;
use arrow_flight::IpcMessage;
use arrow_flight::SchemaAsIpc;
use arrow_flight::error::FlightError;
use arrow_flight::sql::server::PeekableFlightDataStream;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_text::Texts;
use prost::Message as _;
use prost::bytes::Bytes;
use tokio_stream::StreamExt;
use tonic::Status;

use crate::query::SchemaRef;

/// The most bytes of what fills the gaps of a statement.
const VALUES_BYTES_MAX: usize = 64 << 10;

/// What comes before each message of an Arrow IPC stream, and to what its length is rounded up: see
/// <https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format>.
const CONTINUATION: [u8; 4] = [0xff; 4];
const ALIGNMENT: usize = 8;

/// A statement, and what fills its gaps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Statement {
    pub(super) sql: String,
    /// An Arrow IPC stream of one row, unread; empty where nothing was given.
    pub(super) values: Vec<u8>,
}

impl Statement {
    /// Returns the handle by which its client names it.
    pub(super) fn encode(&self) -> Vec<u8> {
        let Self { sql, values } = self.clone();
        v1::PreparedStatement { sql, values }.encode_to_vec()
    }

    /// Reads a handle.
    pub(super) fn decode(handle: &[u8]) -> Result<Self, Status> {
        let decoded = v1::PreparedStatement::decode(handle);
        let decoded = decoded.map_err(|_| Status::invalid_argument("no statement of this node"))?;
        let v1::PreparedStatement { sql, values } = decoded;
        Ok(Self { sql, values })
    }

    /// Returns the statement with other values for its gaps.
    pub(super) async fn filled(
        self,
        mut pieces: PeekableFlightDataStream,
        texts: &Texts,
    ) -> Result<Self, Status> {
        let mut values = Vec::new();
        while let Some(piece) = pieces.next().await {
            framed(&piece?, &mut values);
            if values.len() > VALUES_BYTES_MAX {
                let limit = VALUES_BYTES_MAX >> 10;
                let told = Message::new("node-flight-values").number("limit", limit);
                return Err(Status::invalid_argument(texts.say(&told)));
            }
        }
        Ok(Self { values, ..self })
    }
}

/// Adds a message to an Arrow IPC stream, as it is.
fn framed(piece: &FlightData, stream: &mut Vec<u8>) {
    let FlightData { data_header, data_body, .. } = piece;
    if data_header.is_empty() {
        return;
    }
    let length = data_header.len().next_multiple_of(ALIGNMENT);
    stream.extend(CONTINUATION);
    stream.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    stream.extend(data_header);
    stream.resize(stream.len().saturating_add(length - data_header.len()), 0);
    stream.extend(data_body);
}

/// Returns a schema as statements tell it.
pub(super) fn schema(schema: &SchemaRef) -> Result<Bytes, Status> {
    let message = IpcMessage::try_from(SchemaAsIpc::new(schema, &Default::default()));
    message.map(|it| it.0).map_err(|error| FlightError::from(error).into())
}

#[cfg(test)]
mod tests {
    use arrow_flight::sql::CommandGetCatalogs;
    use arrow_flight::utils::batches_to_flight_data;
    use flotilla_answer::ipc::IpcReader;

    use super::*;

    #[test]
    fn a_handle_says_what_the_statement_was() {
        let statement = Statement { sql: "SELECT $1".to_owned(), values: vec![1, 2, 3] };
        assert_eq!(Statement::decode(&statement.encode()).unwrap(), statement);
        assert!(Statement::decode(&[0xff, 1, 2]).is_err());
    }

    #[test]
    fn what_a_client_puts_is_handed_on_as_the_stream_that_it_was() {
        let mut ipc = IpcReader::new();
        let mut rows = CommandGetCatalogs {}.into_builder();
        rows.append("a catalog");
        let rows = rows.build().unwrap();
        let pieces = batches_to_flight_data(&rows.schema(), vec![rows.clone()]).unwrap();
        let mut stream = Vec::new();
        pieces.iter().for_each(|piece| framed(piece, &mut stream));
        assert_eq!(ipc.push(stream).unwrap(), [rows]);
    }
}
