//! Says early when the pages are missing: a release must carry them, a test build need not.

fn main() {
    println!("cargo:rerun-if-env-changed=PINGYI_REQUIRE_WEB");
    let required = std::env::var("PINGYI_REQUIRE_WEB").is_ok_and(|value| value == "1");
    for page in ["voter", "admin", "screen"] {
        let index = format!("../../web/dist/{page}/index.html");
        println!("cargo:rerun-if-changed={index}");
        assert!(
            !required || std::path::Path::new(&index).exists(),
            "the {page} pages are not built: run `make web` first"
        );
    }
}
