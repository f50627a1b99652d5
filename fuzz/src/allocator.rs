//! An allocator that counts what is held, and looks for secrets in what is given back.
//!
//! For test programs only: `#[global_allocator] static WATCH: Watch = Watch::new();`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::SeqCst};

/// Longest pattern looked for.
const LONGEST: usize = 128;
/// Most patterns at once.
const MOST: usize = 32;

/// The system's allocator, watched.
pub struct Watch {
    held: AtomicUsize,
    peak: AtomicUsize,
    looking: AtomicBool,
    patterns: [AtomicPtr<Pattern>; MOST],
    found: [AtomicUsize; MOST],
}

struct Pattern {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Watch {
    /// Watching nothing but the amount.
    pub const fn new() -> Self {
        Self {
            held: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            looking: AtomicBool::new(false),
            patterns: [const { AtomicPtr::new(std::ptr::null_mut()) }; MOST],
            found: [const { AtomicUsize::new(0) }; MOST],
        }
    }

    /// Bytes held at most, above what was held before, while `work` ran. Other threads count too.
    pub fn peak_of<T>(&self, work: impl FnOnce() -> T) -> (T, usize) {
        let before = self.held.load(SeqCst);
        self.peak.store(before, SeqCst);
        let outcome = work();
        (outcome, self.peak.load(SeqCst).saturating_sub(before))
    }

    /// How often each pattern lay in memory that was given back while `work` ran. Patterns have 8 to 128 bytes; the
    /// watch keeps them on the stack, so it does not find its own.
    pub fn leaks_of<T>(&self, patterns: &[&[u8]], work: impl FnOnce() -> T) -> (T, Vec<usize>) {
        assert!(patterns.len() <= MOST, "too many patterns");
        let mut kept = [const {
            Pattern {
                bytes: [0; LONGEST],
                length: 0,
            }
        }; MOST];
        for (index, pattern) in patterns.iter().enumerate() {
            assert!(
                (8..=LONGEST).contains(&pattern.len()),
                "a pattern of a strange length"
            );
            kept[index].bytes[..pattern.len()].copy_from_slice(pattern);
            kept[index].length = pattern.len();
            self.found[index].store(0, SeqCst);
            self.patterns[index].store(&raw mut kept[index], SeqCst);
        }
        self.looking.store(true, SeqCst);
        let outcome = work();
        self.looking.store(false, SeqCst);
        for slot in &self.patterns {
            slot.store(std::ptr::null_mut(), SeqCst);
        }
        let found = self.found[..patterns.len()]
            .iter()
            .map(|count| count.load(SeqCst));
        (outcome, found.collect())
    }

    fn took(&self, size: usize) {
        let held = self.held.fetch_add(size, SeqCst) + size;
        self.peak.fetch_max(held, SeqCst);
    }

    fn gave(&self, size: usize) {
        self.held.fetch_sub(size, SeqCst);
    }

    /// # Safety
    /// `block` is valid for reads of `size` bytes. Bytes never written are read as they are: the answer may be wrong
    /// about them, never the memory.
    unsafe fn look(&self, block: *const u8, size: usize) {
        if !self.looking.load(SeqCst) {
            return;
        }
        // SAFETY: the block is still ours and has this size; patterns are cleared before their frame ends.
        let block = unsafe { std::slice::from_raw_parts(block, size) };
        for (slot, found) in self.patterns.iter().zip(&self.found) {
            // SAFETY: as above.
            let Some(pattern) = (unsafe { slot.load(SeqCst).as_ref() }) else {
                continue;
            };
            let wanted = &pattern.bytes[..pattern.length];
            if block.windows(wanted.len()).any(|window| window == wanted) {
                found.fetch_add(1, SeqCst);
            }
        }
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Watch {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.took(layout.size());
        // Zeroed, so that looking at a block never reads what was never written.
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        self.gave(layout.size());
        // SAFETY: the caller gives back a block of this layout.
        unsafe {
            self.look(block, layout.size());
            System.dealloc(block, layout);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // As a move, so that what is left behind is looked at and both blocks count.
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe {
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                std::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}
