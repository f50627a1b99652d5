//! Photos of projects: what is taken in, and what is left out of them. A phone writes the place where a photo was
//! taken into it; nothing of that kind is kept.

use thiserror::Error;

/// Largest photo taken in, in bytes.
pub const MAX_BYTES: usize = 3 << 20;
/// Most photos of a project.
pub const MAX_PHOTOS: usize = 12;
/// Longest side, in pixels.
const MAX_SIDE: u32 = 10_000;

/// The form of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoForm {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl PhotoForm {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The form of a media type.
    pub fn parse(media_type: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png]
            .into_iter()
            .find(|form| form.media_type() == media_type)
    }
}

/// Why a photo is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhotoFault {
    /// Neither JPEG nor PNG.
    #[error("请选择 JPEG 或 PNG 格式的照片")]
    Form,
    /// It breaks off or contradicts itself.
    #[error("照片不完整或已损坏，请重新选择")]
    Damaged,
    /// Too many bytes.
    #[error("照片超过 3 MB，请缩小后再上传")]
    TooLarge,
    /// Too many pixels.
    #[error("照片的边长超过 10000 像素，请缩小后再上传")]
    TooWide,
}

/// A photo with nothing in it but the picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// Its form.
    pub form: PhotoForm,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Photo {
    /// Takes a photo in and leaves out everything that is not the picture: place, time, device, thumbnails, remarks,
    /// and whatever stands behind its end.
    ///
    /// # Errors
    /// [`PhotoFault`].
    pub fn take(bytes: &[u8]) -> Result<Self, PhotoFault> {
        if bytes.len() > MAX_BYTES {
            return Err(PhotoFault::TooLarge);
        }
        let (form, found) = if bytes.starts_with(&[0xff, 0xd8]) {
            (PhotoForm::Jpeg, jpeg(bytes))
        } else if bytes.starts_with(PNG) {
            (PhotoForm::Png, png(bytes))
        } else {
            return Err(PhotoFault::Form);
        };
        let (content, (width, height)) = found.ok_or(PhotoFault::Damaged)?;
        if width == 0 || height == 0 {
            return Err(PhotoFault::Damaged);
        }
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PhotoFault::TooWide);
        }
        Ok(Self { form, content })
    }
}

type Found = Option<(Vec<u8>, (u32, u32))>;

const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
/// Chunks that are the picture or how its colours are meant.
const CHUNKS: [&[u8]; 11] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs",
];

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn png(bytes: &[u8]) -> Found {
    let mut content = PNG.to_vec();
    let (mut at, mut size) = (PNG.len(), None);
    loop {
        let length = number(bytes.get(at..at + 4)?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if kind == b"IHDR" {
            size = Some((number(chunk.get(8..12)?), number(chunk.get(12..16)?)));
        }
        if CHUNKS.contains(&kind) {
            content.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some((content, size?));
        }
        at += chunk.len();
    }
}

fn jpeg(bytes: &[u8]) -> Found {
    let mut content = bytes.get(..2)?.to_vec();
    let (mut at, mut size) = (2, None);
    loop {
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1; // filling
        }
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xd9 {
            content.extend_from_slice(&[0xff, 0xd9]);
            return Some((content, size?));
        }
        let length = number(bytes.get(at + 2..at + 4)?) as usize;
        let segment = bytes.get(at..at + 2 + length.max(2))?;
        let frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if frame {
            size = Some((number(segment.get(7..9)?), number(segment.get(5..7)?)));
        }
        // Tables, frames and scans, and the two application segments that say how colours are meant.
        if matches!(marker, 0xc0..=0xcf | 0xda | 0xdb | 0xdd | 0xe0 | 0xee) {
            content.extend_from_slice(segment);
        }
        at += segment.len();
        if marker == 0xda {
            let end = scan(bytes, at)?;
            content.extend_from_slice(&bytes[at..end]);
            at = end;
        }
    }
}

/// Where the data of a scan end: at the next marker that is neither a stuffed byte nor a restart.
fn scan(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        at += found;
        match *bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], body].concat()
    }

    fn jpeg_of(width: u16, extra: &[u8]) -> Vec<u8> {
        let [high, low] = width.to_be_bytes();
        [
            &[0xff, 0xd8][..],
            extra,
            &segment(0xdb, &[0; 65]),
            &segment(0xc0, &[8, 0, 2, high, low, 1, 1, 0x11, 0]),
            &segment(0xda, &[1, 1, 0, 0, 63, 0]),
            &[1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9],
        ]
        .concat()
    }

    fn chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [&length[..], kind, body, &[0; 4]].concat()
    }

    fn png_of(extra: &[u8]) -> Vec<u8> {
        let head = [0, 0, 0, 4, 0, 0, 0, 3, 8, 2, 0, 0, 0];
        let end = chunk(b"IEND", &[]);
        [
            PNG,
            &chunk(b"IHDR", &head),
            extra,
            &chunk(b"IDAT", &[9]),
            &end,
        ]
        .concat()
    }

    #[test]
    fn place_time_and_device_are_left_out_and_the_picture_stays() {
        let place = segment(0xe1, b"Exif\0\0GPS 36.77 121.15");
        let remark = segment(0xfe, b"taken by");
        let behind = [jpeg_of(4, &[place, remark].concat()), b"a film".to_vec()].concat();
        let taken = Photo::take(&behind).unwrap();
        assert!(taken.content == jpeg_of(4, &[]) && taken.form == PhotoForm::Jpeg);
        let text = [chunk(b"tEXt", b"GPS"), chunk(b"eXIf", b"GPS")].concat();
        assert!(Photo::take(&png_of(&text)).unwrap().content == png_of(&[]));
    }

    #[test]
    fn what_is_no_photo_is_told_apart() {
        let fault = |bytes: &[u8]| Photo::take(bytes).err();
        assert_eq!(fault(b"GIF89a"), Some(PhotoFault::Form));
        assert_eq!(fault(b"<svg/>"), Some(PhotoFault::Form));
        assert_eq!(fault(&jpeg_of(4, &[])[..40]), Some(PhotoFault::Damaged));
        assert_eq!(fault(&png_of(&[])[..30]), Some(PhotoFault::Damaged));
        assert_eq!(fault(&jpeg_of(0, &[])), Some(PhotoFault::Damaged));
        assert_eq!(fault(&jpeg_of(10_001, &[])), Some(PhotoFault::TooWide));
        assert_eq!(
            fault(&vec![0xff; MAX_BYTES + 1]),
            Some(PhotoFault::TooLarge)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_taking_twice_changes_nothing(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 0..3) {
            match kind {
                0 => bytes.splice(0..0, [0xff, 0xd8]).for_each(drop),
                1 => bytes.splice(0..0, PNG.iter().copied()).for_each(drop),
                _ => {}
            }
            if let Ok(photo) = Photo::take(&bytes) {
                let again = Photo::take(&photo.content).map(|photo| photo.content);
                prop_assert!(again == Ok(photo.content));
            }
        }
    }
}
