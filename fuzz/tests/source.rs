//! What the sources may not contain: randomness from anywhere but the operating system.

use std::path::{Path, PathBuf};

/// Generators with a state of their own, and ways to start one. Where the program needs randomness it takes
/// `SysRng`; where a function needs it, it takes a `CryptoRng`.
const GENERATORS: [&str; 12] = [
    "rand::rng()",
    "rand::random",
    "ThreadRng",
    "thread_rng",
    "StdRng",
    "SmallRng",
    "ChaCha",
    "SeedableRng",
    "seed_from_u64",
    "from_seed",
    "fastrand",
    "getrandom::",
];

fn sources(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// The lines of code that name one of the words, tests and comments aside.
fn lines(path: &Path, words: &[&str]) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("a source");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter(|line| words.iter().any(|word| line.contains(word)))
        .map(|line| format!("{}: {}", path.display(), line.trim()))
        .collect()
}

#[test]
fn randomness_comes_from_the_operating_system() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut rust = Vec::new();
    for entry in std::fs::read_dir(root.join("crates")).expect("the crates") {
        sources(
            &entry.expect("a crate").path().join("src"),
            ".rs",
            &mut rust,
        );
    }
    assert!(rust.len() > 100, "the sources were found");
    let taken = rust.iter().filter(|path| {
        let text = std::fs::read_to_string(path).expect("a source");
        text.contains("SysRng")
    });
    assert!(taken.count() > 3, "the programs take it from there");
    let found: Vec<String> = rust
        .iter()
        .flat_map(|path| lines(path, &GENERATORS))
        .collect();
    assert_eq!(found, Vec::<String>::new());

    let mut pages = Vec::new();
    sources(&root.join("web/src"), ".ts", &mut pages);
    sources(&root.join("web/src"), ".vue", &mut pages);
    assert!(pages.len() > 50, "the pages were found");
    // Pauses between attempts may be drawn anywhere; nothing that encrypts may.
    let found: Vec<String> = pages
        .iter()
        .filter(|path| path.to_string_lossy().contains("web/src/crypto/"))
        .flat_map(|path| lines(path, &["Math.random"]))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    // One place asks the browser; everything else is given its generator.
    let asked: Vec<String> = pages
        .iter()
        .filter(|path| !path.to_string_lossy().ends_with(".test.ts"))
        .flat_map(|path| lines(path, &["getRandomValues"]))
        .collect();
    assert!(!asked.is_empty());
    assert!(
        asked
            .iter()
            .all(|line| line.contains("web/src/crypto/random.ts")),
        "{asked:#?}"
    );
}
