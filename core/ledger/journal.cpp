#include "core/ledger/journal.h"

#include "core/base/logging.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gw::ledger {

namespace {

constexpr std::uint64_t kSegmentMagic = 0x3130474553575021ULL;
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kMaxSpares = 2;
constexpr std::size_t kMaxSegmentBytes = std::size_t{1} << 30;

struct SegmentHeader
{
    std::uint64_t magic = kSegmentMagic;
    std::uint32_t format = kFormat;
    std::uint32_t worker = 0;
    std::uint64_t sequence = 0;
    std::uint64_t check = 0;   // The three above, mixed: a torn header is no header.
};
static_assert(sizeof(SegmentHeader) <= Segment::kHeaderSize);

std::uint64_t checkOf(const SegmentHeader &header) noexcept
{
    return (header.magic ^ (std::uint64_t{header.format} << 32 | header.worker)) * 0xbf58476d1ce4e5b9ULL ^
           header.sequence * 0x94d049bb133111ebULL;
}

Error systemError(const std::string &what)
{
    return {.code = ErrorCode::Internal, .message = what + ": " + std::strerror(errno)};
}

}   // namespace

Segment::Segment(std::byte *base, std::size_t size, int fd, std::string path) noexcept
    : m_base(base)
    , m_size(size)
    , m_fd(fd)
    , m_path(std::move(path))
{}

Result<std::unique_ptr<Segment>> Segment::create(const std::string &path, std::size_t size)
{
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return systemError("journal " + path);
    void *base = MAP_FAILED;
    // posix_fallocate returns its error instead of setting errno.
    if (const int error = ::posix_fallocate(fd, 0, static_cast<off_t>(size)); error != 0)
        errno = error;
    else
        base = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (base == MAP_FAILED) {
        const Error error = systemError("journal " + path);
        ::close(fd);
        ::unlink(path.c_str());
        return error;
    }
    return std::unique_ptr<Segment>(new Segment(static_cast<std::byte *>(base), size, fd, path));
}

std::unique_ptr<Segment> Segment::createVolatile(std::size_t size)
{
    void *base = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED)
        qFatal("no memory for a journal segment");
    return std::unique_ptr<Segment>(new Segment(static_cast<std::byte *>(base), size, -1, {}));
}

Segment::~Segment()
{
    ::munmap(m_base, m_size);
    if (m_fd >= 0)
        ::close(m_fd);
}

void Segment::begin(std::uint64_t sequence, std::uint32_t worker) noexcept
{
    m_sequence = sequence;
    m_end = kHeaderSize;
    m_drained = kHeaderSize;
    m_synced = 0;
    m_committed.store(kHeaderSize, std::memory_order_relaxed);
    m_sealed.store(false, std::memory_order_relaxed);
    SegmentHeader header{.worker = worker, .sequence = sequence};
    header.check = checkOf(header);
    std::memcpy(m_base, &header, sizeof header);
}

void Segment::invalidate() noexcept
{
    std::memset(m_base, 0, kHeaderSize);
}

void Segment::drain(const std::function<void(AnyRecord &&, std::uint64_t)> &sink)
{
    const std::size_t end = committed();
    while (m_drained < end) {
        auto decoded = decode({m_base + m_drained, end - m_drained}, m_sequence);
        if (!decoded) {
            // Only damaged memory can lead here; the rest of the segment cannot be told apart.
            qCCritical(gwLedger, "journal segment damaged at byte %zu", m_drained);
            m_drained = end;
            return;
        }
        m_drained += decoded->size;
        sink(std::move(decoded->record), m_sequence);
    }
}

void Segment::sync() noexcept
{
    static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t end = committed();
    if (m_fd < 0 || end == m_synced)
        return;
    const std::size_t from = m_synced / page * page;
    ::msync(m_base + from, end - from, MS_SYNC);
    m_synced = end;
}

void Segment::unlinkFile() noexcept
{
    if (m_fd >= 0)
        ::unlink(m_path.c_str());
}

Result<SegmentContent> readSegment(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return systemError("journal " + path);
    std::vector<char> bytes;
    file.seekg(0, std::ios::end);
    const auto size = static_cast<std::size_t>(std::max<std::streamoff>(file.tellg(), 0));
    file.seekg(0);
    bytes.resize(std::min(size, kMaxSegmentBytes));
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    SegmentContent content;
    SegmentHeader header;
    if (bytes.size() < Segment::kHeaderSize)
        return content;
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.magic != kSegmentMagic || header.check != checkOf(header))
        return content;
    if (header.format != kFormat)
        return Error{.code = ErrorCode::Internal,
                     .message = "journal " + path + ": written by another version"};
    content.sequence = header.sequence;
    content.worker = header.worker;
    std::span<const std::byte> rest = std::as_bytes(std::span(bytes)).subspan(Segment::kHeaderSize);
    while (auto decoded = decode(rest, header.sequence)) {
        content.records.push_back(std::move(decoded->record));
        rest = rest.subspan(decoded->size);
    }
    return content;
}

Journal::Journal(Options options)
    : m_options(std::move(options))
    , m_nextSequence(m_options.firstSequence)
{}

Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::create(const Options &options)
{
    std::unique_ptr<Journal> journal(new Journal(options));
    GW_TRY(std::unique_ptr<Segment> first, journal->createSegment());
    journal->m_spare.push_back(std::move(first));
    journal->nextSegment();
    journal->prepareSpare();
    return journal;
}

Result<std::unique_ptr<Segment>> Journal::createSegment()
{
    return Segment::create(m_options.folder + "/w" + std::to_string(m_options.worker) + '-' +
                               std::to_string(m_options.firstSequence) + '-' + std::to_string(m_nextFile++) +
                               ".seg",
                           m_options.segmentBytes);
}

template <typename Record>
void Journal::append(const Record &record)
{
    const std::size_t size = encodedSize(record);
    if (m_current->room() < size)
        nextSegment();
    m_current->append(record, size);
    // Pairs with maySleep(): either we see that the writer sleeps, or it sees this record.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (m_sleeping.load(std::memory_order_relaxed) && m_sleeping.exchange(false)) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_options.wakeFd, &one, sizeof one);
    }
}

void Journal::open(const OpenRecord &record)
{
    m_opened.store(m_opened.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    append(record);
}

void Journal::progress(const ProgressRecord &record)
{
    append(record);
}

void Journal::close(const CloseRecord &record)
{
    append(record);
}

void Journal::nextSegment()
{
    std::unique_ptr<Segment> segment;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_spare.empty()) {
            segment = std::move(m_spare.back());
            m_spare.pop_back();
        }
    }
    if (!segment) {
        auto created = createSegment();
        if (created.ok()) {
            segment = std::move(created).value();
        } else {
            qCCritical(gwLedger, "%s; records are kept in memory until they are saved",
                       created.error().message.c_str());
            segment = Segment::createVolatile(m_options.segmentBytes);
            m_volatile.fetch_add(1, std::memory_order_relaxed);
        }
    }
    segment->begin(m_nextSequence++, m_options.worker);
    Segment *const previous = std::exchange(m_current, segment.get());
    {
        const std::lock_guard lock(m_mutex);
        m_active.push_back(std::move(segment));
    }
    if (previous != nullptr)
        previous->seal();
}

std::vector<Segment *> Journal::active() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Segment *> segments;
    segments.reserve(m_active.size());
    for (const auto &segment : m_active)
        segments.push_back(segment.get());
    return segments;
}

void Journal::drain(const std::function<void(AnyRecord &&, std::uint64_t)> &sink)
{
    for (Segment *segment : active())
        segment->drain(sink);
}

void Journal::sync() noexcept
{
    for (Segment *segment : active())
        segment->sync();
}

std::vector<std::uint64_t> Journal::drainedSegments() const
{
    std::vector<std::uint64_t> sequences;
    for (const Segment *segment : active()) {
        if (!segment->drained())
            break;
        sequences.push_back(segment->sequence());
    }
    return sequences;
}

void Journal::recycle(std::uint64_t sequence)
{
    const std::lock_guard lock(m_mutex);
    if (m_active.size() < 2 || m_active.front()->sequence() != sequence)
        return;
    std::unique_ptr<Segment> segment = std::move(m_active.front());
    m_active.pop_front();
    segment->invalidate();
    if (m_spare.size() < kMaxSpares && !segment->isVolatile())
        m_spare.push_back(std::move(segment));
    else
        segment->unlinkFile();
}

void Journal::prepareSpare()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_spare.empty())
            return;
    }
    auto created = createSegment();
    if (!created.ok())
        return;   // The worker tries again, and says so.
    const std::lock_guard lock(m_mutex);
    m_spare.push_back(std::move(created).value());
}

bool Journal::maySleep() noexcept
{
    m_sleeping.store(true, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    const auto segments = active();
    const bool empty = std::all_of(segments.begin(), segments.end(),
                                   [](const Segment *segment) { return segment->allDrained(); });
    if (!empty)
        awake();
    return empty;
}

void Journal::removeFiles()
{
    const std::lock_guard lock(m_mutex);
    for (const auto &segment : m_active)
        segment->unlinkFile();
    for (const auto &segment : m_spare)
        segment->unlinkFile();
}

}   // namespace gw::ledger
