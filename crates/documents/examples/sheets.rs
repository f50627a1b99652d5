//! Renders every document with the Haiyang fixture: `cargo run -p pingyi-documents --example sheets -- OUTDIR`.

#[path = "../tests/haiyang/mod.rs"]
mod haiyang;

use std::{error::Error, fs, path::PathBuf, time::Instant};

use pingyi_documents::{Fonts, bulletin, count_sheet, slips, trustee_backup};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::args().nth(1).ok_or("usage: sheets OUTDIR")?);
    fs::create_dir_all(&out)?;
    let start = Instant::now();
    let fonts = Fonts::load(
        std::env::var_os("PINGYI_FONTS")
            .map(PathBuf::from)
            .as_deref(),
    )?;
    println!("fonts found in {:?}: {fonts:?}", start.elapsed());
    let write = |name: &str,
                 make: &dyn Fn() -> Result<Vec<u8>, Box<dyn Error>>|
     -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        let bytes = make()?;
        println!("{name}: {} bytes in {:?}", bytes.len(), start.elapsed());
        Ok(fs::write(out.join(name), bytes)?)
    };
    write("bulletin.pdf", &|| {
        Ok(bulletin::pdf(&haiyang::bulletin(), &fonts)?)
    })?;
    write("bulletin.html", &|| {
        Ok(bulletin::html(&haiyang::bulletin()).into_bytes())
    })?;
    write("slips.pdf", &|| Ok(slips::pdf(&haiyang::slips(), &fonts)?))?;
    write("trustee_backup.pdf", &|| {
        Ok(trustee_backup::pdf(&haiyang::trustee_backup(), &fonts)?)
    })?;
    write("count_sheet.pdf", &|| {
        Ok(count_sheet::pdf(&haiyang::count_sheet(1), &fonts)?)
    })
}
