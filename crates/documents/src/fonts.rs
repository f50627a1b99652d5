//! Finding the fonts a document needs.
//!
//! GB/T 9704-2012 asks for typefaces that are licensed (小标宋, 仿宋_GB2312, 黑体, 楷体_GB2312). They are used when the
//! machine has them; otherwise free ones stand in: Fandol, and Noto CJK, which every Debian-like system can install.
//! A document asks for a role ([`Role`]), never for a family, so templates do not know which of them is present.

mod face;

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use typst::{
    foundations::Bytes,
    text::{
        Coverage, Font, FontBook, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant,
        FontWeight,
    },
    utils::LazyHash,
};

use self::face::Face;

/// Where Linux, macOS and Windows keep their fonts. Directories that do not exist are skipped.
pub const SYSTEM_DIRS: [&str; 6] = [
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "/System/Library/AssetsV2/com_apple_MobileAsset_Font7",
    "C:\\Windows\\Fonts",
];

/// What a typeface is used for.
///
/// The variant's doc comment is its use; [`Role::families`] lists who may play it, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 小标宋: titles and mastheads.
    Title,
    /// 仿宋: running text.
    FangSong,
    /// 黑体: first-level headings, table heads, labels.
    Hei,
    /// 楷体: second-level headings, signatures.
    Kai,
    /// Page numbers, and every character the other typefaces do not have.
    Song,
    /// Upright sans serif: instructions to be read from a slip.
    Sans,
    /// Equal widths: fingerprints and file names.
    Mono,
    /// Equal widths and bold: codes to be typed from paper.
    Code,
}

impl Role {
    /// All roles, in the order of the font book.
    const ALL: [Self; 8] = [
        Self::Title,
        Self::FangSong,
        Self::Hei,
        Self::Kai,
        Self::Song,
        Self::Sans,
        Self::Mono,
        Self::Code,
    ];

    /// The name under which templates ask for the role.
    const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::FangSong => "fangsong",
            Self::Hei => "hei",
            Self::Kai => "kai",
            Self::Song => "song",
            Self::Sans => "sans",
            Self::Mono => "mono",
            Self::Code => "code",
        }
    }

    /// Families that can play the role, best first, as written in the fonts' own name tables.
    const fn families(self) -> &'static [&'static str] {
        match self {
            Self::Title => &[
                "FZXiaoBiaoSong-B05S",
                "方正小标宋简体",
                "FZXiaoBiaoSong-B05",
                "方正小标宋_GBK",
                "STZhongsong",
                "Noto Serif CJK SC",
                "Source Han Serif SC",
                "Noto Serif SC",
                "Songti SC",
                "SimSun",
            ],
            Self::FangSong => &[
                "FangSong_GB2312",
                "仿宋_GB2312",
                "FangSong",
                "STFangsong",
                "FandolFang R",
                "FandolFang",
                "Noto Serif CJK SC",
                "Source Han Serif SC",
                "Noto Serif SC",
                "Songti SC",
                "SimSun",
            ],
            Self::Hei => &[
                "SimHei",
                "黑体",
                "STHeiti",
                "Noto Sans CJK SC",
                "Source Han Sans SC",
                "Noto Sans SC",
                "FandolHei",
                "PingFang SC",
                "Microsoft YaHei",
                "Noto Serif CJK SC",
                "Noto Serif SC",
            ],
            Self::Kai => &[
                "KaiTi_GB2312",
                "楷体_GB2312",
                "KaiTi",
                "STKaiti",
                "FandolKai",
                "AR PL UKai CN",
                "Noto Serif CJK SC",
                "Source Han Serif SC",
                "Noto Serif SC",
                "Songti SC",
            ],
            Self::Song => &[
                "Noto Serif CJK SC",
                "Source Han Serif SC",
                "Noto Serif SC",
                "Songti SC",
                "SimSun",
            ],
            Self::Sans => &[
                "Noto Sans CJK SC",
                "Source Han Sans SC",
                "Noto Sans SC",
                "PingFang SC",
                "Microsoft YaHei",
                "SimHei",
                "Noto Serif CJK SC",
                "Noto Serif SC",
            ],
            Self::Mono | Self::Code => &[
                "Noto Sans Mono CJK SC",
                "DejaVu Sans Mono",
                "Liberation Mono",
                "Source Code Pro",
                "Menlo",
                "Consolas",
                "Noto Sans CJK SC",
                "Noto Serif SC",
            ],
        }
    }

    /// The weight wanted of a family that has several (400 regular, 700 bold).
    const fn weight(self) -> u16 {
        match self {
            // 楷体 itself has one weight; where a 宋 stands in for it, bold keeps it apart from the running text.
            Self::Title | Self::Hei | Self::Kai | Self::Code => 700,
            Self::FangSong | Self::Song | Self::Sans | Self::Mono => 400,
        }
    }
}

/// No usable typeface, or one that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// None of the directories holds a Chinese font.
    #[error(
        "没有找到中文字体，无法排版文件。请安装 Noto CJK（Debian、Ubuntu：apt install fonts-noto-cjk），\
         或把 OTF、TTF、TTC 字体文件放进自备字体目录后重试。已查找：{searched}\n\
         no Chinese font found; install the package fonts-noto-cjk or put font files into a font directory"
    )]
    Missing {
        /// The directories searched, separated by `、`.
        searched: String,
    },
    /// A font was found at start and is gone or broken now.
    #[error("字体文件读不出来：{path}。请重新安装字体后重试。\nthe font file cannot be read")]
    Unreadable {
        /// The file.
        path: String,
    },
}

/// The typefaces for every [`Role`], found once, read from disk only when a document uses them.
///
/// Cloning shares everything. A face that has been used stays in memory (about 20 MB for a Noto CJK collection) until
/// the last clone is dropped; a program that seldom prints may load anew for each document, which takes milliseconds.
#[derive(Clone)]
pub struct Fonts(Arc<Inner>);

struct Inner {
    book: LazyHash<FontBook>,
    /// For each role of the book, the index of its slot: roles may share one.
    roles: Vec<usize>,
    slots: Vec<Slot>,
}

/// One face of one file.
struct Slot {
    face: Face,
    file: Arc<OnceLock<Option<Bytes>>>,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// Looks for typefaces in `own` (a directory for licensed or extra fonts, searched first, if given) and in
    /// [`SYSTEM_DIRS`].
    ///
    /// # Errors
    /// [`FontError::Missing`] when there is no Chinese font at all; the message names the package to install.
    pub fn load(own: Option<&Path>) -> Result<Self, FontError> {
        Self::load_from(
            own.into_iter()
                .map(Path::to_path_buf)
                .chain(SYSTEM_DIRS.iter().map(PathBuf::from)),
        )
    }

    /// Looks for typefaces in the given directories only, with everything below them. For one family the earlier
    /// directory wins; a better family wins over an earlier directory.
    ///
    /// # Errors
    /// As [`Fonts::load`].
    pub fn load_from(dirs: impl IntoIterator<Item = PathBuf>) -> Result<Self, FontError> {
        let dirs: Vec<PathBuf> = dirs.into_iter().collect();
        let faces: Vec<Face> = dirs.iter().flat_map(|dir| face::scan(dir)).collect();
        let chosen: Vec<Option<&Face>> =
            Role::ALL.iter().map(|&role| choose(role, &faces)).collect();
        let song = Role::ALL
            .iter()
            .position(|&role| role == Role::Song)
            .and_then(|at| chosen[at]);
        // Characters outside the other typefaces come from 宋; without it a document would show boxes.
        let Some(song) = song else {
            let searched = dirs
                .iter()
                .map(|dir| dir.display().to_string())
                .collect::<Vec<_>>()
                .join("、");
            return Err(FontError::Missing { searched });
        };
        let mut files: BTreeMap<&Path, Arc<OnceLock<Option<Bytes>>>> = BTreeMap::new();
        let (mut book, mut roles, mut slots) = (FontBook::new(), Vec::new(), Vec::<Slot>::new());
        for (role, face) in Role::ALL.into_iter().zip(chosen) {
            let face = face.unwrap_or(song);
            let at = slots
                .iter()
                .position(|slot| slot.face == *face)
                .unwrap_or_else(|| {
                    let file = Arc::clone(files.entry(face.path.as_path()).or_default());
                    slots.push(Slot {
                        face: face.clone(),
                        file,
                        font: OnceLock::new(),
                    });
                    slots.len() - 1
                });
            roles.push(at);
            book.push(info(role));
        }
        Ok(Self(Arc::new(Inner {
            book: LazyHash::new(book),
            roles,
            slots,
        })))
    }

    /// The family found for each role, for a diagnosis page: `("fangsong", "Noto Serif CJK SC")`.
    pub fn found(&self) -> impl Iterator<Item = (&'static str, &str)> {
        Role::ALL
            .iter()
            .zip(&self.0.roles)
            .map(|(role, &at)| (role.name(), self.0.slots[at].face.family.as_str()))
    }

    /// The roles as the typesetter sees them.
    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.0.book
    }

    /// The face for entry `index` of the book, read now if it was not used before.
    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let slot = &self.0.slots[*self.0.roles.get(index)?];
        slot.font
            .get_or_init(|| {
                let bytes = slot
                    .file
                    .get_or_init(|| std::fs::read(&slot.face.path).ok().map(Bytes::new))
                    .clone()?;
                Font::new(bytes, slot.face.index)
            })
            .clone()
    }

    /// The first face that was asked for and could not be read.
    pub(crate) fn fault(&self) -> Option<FontError> {
        let broken = self
            .0
            .slots
            .iter()
            .find(|slot| matches!(slot.font.get(), Some(None)))?;
        Some(FontError::Unreadable {
            path: broken.face.path.display().to_string(),
        })
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.found()).finish()
    }
}

/// The best face for a role: first by family, then by nearness of weight, then by order of finding.
fn choose(role: Role, faces: &[Face]) -> Option<&Face> {
    role.families().iter().find_map(|family| {
        faces
            .iter()
            .filter(|face| face.upright && face.family.eq_ignore_ascii_case(family))
            .min_by_key(|face| face.weight.abs_diff(role.weight()))
    })
}

/// The book's entry for a role. Declared regular and without coverage, so that exactly this face answers to the
/// role's name, whatever weight a template asks for, and nothing is ever substituted behind its back.
fn info(role: Role) -> FontInfo {
    FontInfo {
        family: role.name().to_owned(),
        variant: FontVariant::new(FontStyle::Normal, FontWeight::REGULAR, FontStretch::NORMAL),
        flags: FontFlags::empty(),
        axes: Vec::new(),
        coverage: Coverage::from_vec(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(family: &str, weight: u16, path: &str) -> Face {
        Face {
            path: path.into(),
            index: 0,
            family: family.into(),
            weight,
            upright: true,
        }
    }

    #[test]
    fn a_directory_without_chinese_fonts_is_an_error_that_names_the_package() {
        let dir = std::env::temp_dir().join("pingyi-documents-no-fonts-here");
        let error = Fonts::load_from([dir]).unwrap_err();
        assert!(
            error.to_string().contains("apt install fonts-noto-cjk"),
            "{error}"
        );
        assert!(
            error.to_string().contains("pingyi-documents-no-fonts-here"),
            "{error}"
        );
    }

    #[test]
    fn licensed_typefaces_are_preferred_and_weights_are_matched() {
        let faces = [
            face("Noto Serif CJK SC", 400, "a"),
            face("Noto Serif CJK SC", 700, "b"),
            face("FangSong", 400, "c"),
            face("noto sans cjk sc", 400, "d"),
        ];
        assert_eq!(choose(Role::FangSong, &faces).unwrap().path, Path::new("c"));
        assert_eq!(choose(Role::Title, &faces).unwrap().path, Path::new("b"));
        assert_eq!(choose(Role::Song, &faces).unwrap().path, Path::new("a"));
        assert_eq!(choose(Role::Hei, &faces).unwrap().path, Path::new("d"));
        assert_eq!(choose(Role::Song, &faces[2..]), None);
    }

    #[test]
    fn nothing_is_read_before_it_is_used_and_a_file_is_read_once() {
        let fonts = Fonts::load(None).expect("a Chinese font is installed");
        assert!(fonts.0.slots.iter().all(|slot| slot.file.get().is_none()));
        assert!(fonts.font(0).is_some());
        assert_eq!(
            fonts
                .0
                .slots
                .iter()
                .filter(|slot| slot.font.get().is_some())
                .count(),
            1
        );
        assert_eq!(fonts.fault(), None);
    }
}
