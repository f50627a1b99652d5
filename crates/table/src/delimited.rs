//! CSV and its relatives: comma, semicolon or tab; UTF-8, UTF-16 or GBK.

use std::io::Read;

use csv::ReaderBuilder;
use encoding_rs::{Decoder, Encoding, GB18030, UTF_8};

use crate::cell::Cell;
use crate::fault::TableFault;
use crate::read::{Limits, Rows};

pub(crate) fn read(bytes: &[u8], _: &Limits, rows: &mut Rows<'_>) -> Result<(), TableFault> {
    let (encoding, start) = encoding(bytes)?;
    let text = Decoded {
        bytes: &bytes[start..],
        decoder: encoding.new_decoder_without_bom_handling(),
        done: false,
        end: false,
        returned: false,
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(bytes, encoding, start))
        .from_reader(text);
    let mut record = csv::StringRecord::new();
    // The library skips empty lines and counts line breaks inside cells; people count rows.
    let mut breaks = 0;
    let mut row = 0;
    while reader
        .read_record(&mut record)
        .map_err(|_| TableFault::BrokenRow { row: row + 1 })?
    {
        breaks += record
            .iter()
            .flat_map(str::bytes)
            .filter(|byte| *byte == b'\n')
            .count();
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        row = line.saturating_sub(2 + breaks);
        for (column, text) in record.iter().enumerate() {
            if text.contains('\0') {
                return Err(TableFault::UnknownEncoding);
            }
            if !rows.put(row, column, Cell::of_text(text))? {
                return Ok(());
            }
        }
        row += 1;
    }
    Ok(())
}

/// The encoding, and how many bytes of a byte order mark come first.
fn encoding(bytes: &[u8]) -> Result<(&'static Encoding, usize), TableFault> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok((encoding, length));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok((UTF_8, 0));
    }
    // GB18030 contains GBK and GB 2312. A file in another encoding nearly always has a pair it lacks.
    let fits = GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .is_some();
    if fits {
        Ok((GB18030, 0))
    } else {
        Err(TableFault::UnknownEncoding)
    }
}

/// The delimiter that occurs most in the first line, outside quotes.
fn delimiter(bytes: &[u8], encoding: &'static Encoding, start: usize) -> u8 {
    let head = &bytes[start..bytes.len().min(start + 8192)];
    let (head, _) = encoding.decode_without_bom_handling(head);
    let line = head
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let count = |wanted: char| {
        let mut quoted = false;
        line.chars()
            .filter(|char| {
                quoted ^= *char == '"';
                !quoted && *char == wanted
            })
            .count()
    };
    [(b',', count(',')), (b'\t', count('\t')), (b';', count(';'))]
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count > 0)
        .map_or(b',', |(delimiter, _)| delimiter)
}

/// Bytes of any encoding read as UTF-8 with line feeds alone at the ends of lines, a little at a time.
struct Decoded<'a> {
    bytes: &'a [u8],
    decoder: Decoder,
    done: bool,
    /// The last line's end, which the file may lack and the counting of rows needs.
    end: bool,
    /// The last byte handed out stood for a carriage return.
    returned: bool,
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.done {
            out[0] = b'\n';
            return Ok(usize::from(!std::mem::replace(&mut self.end, true)));
        }
        if out.len() < 4 {
            // The longest character would not fit, ever.
            return Err(std::io::ErrorKind::InvalidInput.into());
        }
        loop {
            let take = self.bytes.len().min(out.len());
            let last = take == self.bytes.len();
            let (result, read, written, malformed) =
                self.decoder.decode_to_utf8(&self.bytes[..take], out, last);
            self.bytes = &self.bytes[read..];
            if malformed {
                return Err(std::io::ErrorKind::InvalidData.into());
            }
            let written = self.line_feeds(&mut out[..written]);
            if last && result == encoding_rs::CoderResult::InputEmpty {
                self.done = true;
                return Ok(written);
            }
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

impl Decoded<'_> {
    /// Makes one line feed of each end of a line and answers how many bytes are left.
    fn line_feeds(&mut self, text: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..text.len() {
            let byte = text[at];
            let second = byte == b'\n' && self.returned;
            self.returned = byte == b'\r';
            if !second {
                text[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}
