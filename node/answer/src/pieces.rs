//! An output that is taken away piece by piece, for writers that keep their output to themselves.

use std::io;
use std::io::Write;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// What was written and not taken away yet. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces(Arc<Mutex<Vec<u8>>>);

impl Pieces {
    /// Takes away what was written since the last time.
    pub(crate) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        // Bytes are whole whatever happened to whoever held them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
