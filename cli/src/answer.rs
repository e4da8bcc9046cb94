//! From the Arrow stream of an answer to what is printed. The formats are those of the node.

use flotilla_answer::FormatError;
use flotilla_answer::csv;
use flotilla_answer::csv::Dialect;
use flotilla_answer::ipc::IpcReader;
use flotilla_answer::json::JsonWriter;
use flotilla_answer::table;

use crate::args::Format;

/// Returns the answer in the stream `arrow_ipc` as text.
pub(crate) fn write(arrow_ipc: Vec<u8>, format: Format) -> Result<Vec<u8>, FormatError> {
    let mut reader = IpcReader::new();
    let batches = reader.push(arrow_ipc)?;
    let schema = reader.schema();
    reader.finish()?;
    // A stream that came to its end has told its columns.
    let Some(schema) = schema else { return Ok(Vec::new()) };
    match format {
        Format::Csv => {
            let mut text = Vec::new();
            csv::header(&mut text, &schema, Dialect::Plain)?;
            batches
                .iter()
                .try_for_each(|batch| csv::rows(&mut text, batch, Dialect::Plain))?;
            Ok(text)
        }
        Format::Json => {
            let mut writer = JsonWriter::new(Vec::new());
            batches.iter().try_for_each(|batch| writer.rows(batch))?;
            let mut text = writer.finish()?;
            text.push(b'\n');
            Ok(text)
        }
        Format::Table => table::draw(&schema, &batches).map(String::into_bytes),
    }
}
