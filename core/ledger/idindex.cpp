#include "core/ledger/idindex.h"

#include "core/base/fnv.h"

#include <QSqlError>
#include <QSqlQuery>

#include <algorithm>
#include <cstring>
#include <optional>

namespace gw::ledger {

namespace {

// Ids that the log holds at most, and batches. Who looks for one goes through all of them.
constexpr std::int64_t kMostLoggedIds = 100'000;
constexpr std::int64_t kMostLoggedBatches = 5000;
// Hash and place, as they lie in memory.
constexpr std::size_t kEntryBytes = sizeof(std::uint32_t) + 2 * sizeof(std::int64_t);
// Of a block: four of them fit on a page of the database.
constexpr std::size_t kBlockEntries = 47;

std::uint32_t hashOf(std::string_view text) noexcept
{
    const std::uint64_t hash = fnv1a(text);
    return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

// What the indexes of before had.
std::uint32_t hashOfOld(std::int64_t hash) noexcept
{
    const auto bits = static_cast<std::uint64_t>(hash);
    return static_cast<std::uint32_t>(bits ^ (bits >> 32));
}

void pack(std::string &bytes, std::uint32_t hash, const IdIndex::Place &place)
{
    char entry[kEntryBytes];
    std::memcpy(entry, &hash, sizeof hash);
    std::memcpy(entry + sizeof hash, &place.first, sizeof place.first);
    std::memcpy(entry + sizeof hash + sizeof place.first, &place.second, sizeof place.second);
    bytes.append(entry, sizeof entry);
}

// each(hash, place)
template <typename Each>
void unpack(std::string_view bytes, Each each)
{
    for (; bytes.size() >= kEntryBytes; bytes.remove_prefix(kEntryBytes)) {
        std::uint32_t hash = 0;
        IdIndex::Place place;
        std::memcpy(&hash, bytes.data(), sizeof hash);
        std::memcpy(&place.first, bytes.data() + sizeof hash, sizeof place.first);
        std::memcpy(&place.second, bytes.data() + sizeof hash + sizeof place.first, sizeof place.second);
        each(hash, place);
    }
}

}   // namespace

Result<std::unique_ptr<IdIndex>> IdIndex::open(const QSqlDatabase &database)
{
    std::unique_ptr<IdIndex> index(new IdIndex(database));
    GW_CHECK(index->prepare());
    return index;
}

Result<void> IdIndex::prepare()
{
    GW_TRY(m_appendLog, RawStatement::prepared(m_database, "INSERT INTO id_log (ids, packed) VALUES (?, ?)"));
    GW_TRY(m_newPiece,
           RawStatement::prepared(m_database, "INSERT INTO id_pieces (newest) VALUES (?) RETURNING piece"));
    GW_TRY(m_putBlock, RawStatement::prepared(m_database, "INSERT INTO id_blocks VALUES (?, ?, ?, ?)"));
    GW_CHECK(takeOldIndexes());
    return countLog();
}

Result<void> IdIndex::countLog()
{
    GW_TRY(RawStatement count,
           RawStatement::prepared(m_database, "SELECT COUNT(*), COALESCE(SUM(ids), 0) FROM id_log"));
    GW_CHECK(count.next());
    m_loggedBatches = count.number(0);
    m_loggedIds = count.number(1);
    return {};
}

void IdIndex::add(std::string_view id, const Place &place)
{
    if (!id.empty())
        m_entries.push_back({hashOf(id), place});
}

void IdIndex::forget()
{
    m_entries.clear();
    m_loggedIds = -1;
}

Result<void> IdIndex::write()
{
    if (m_entries.empty())
        return {};
    if (m_loggedIds < 0)
        GW_CHECK(countLog());
    const auto added = static_cast<std::int64_t>(m_entries.size());
    if (m_loggedIds + added <= kMostLoggedIds && m_loggedBatches < kMostLoggedBatches) {
        m_packed.clear();
        for (const Entry &entry : m_entries)
            pack(m_packed, entry.hash, entry.place);
        m_appendLog << added << std::string_view(m_packed);
        GW_CHECK(m_appendLog.run());
        m_loggedIds += added;
        ++m_loggedBatches;
    } else {
        GW_CHECK(takeLog());
        GW_CHECK(putPiece());
        m_loggedIds = 0;
        m_loggedBatches = 0;
    }
    m_entries.clear();
    return {};
}

// To what is to be written.
Result<void> IdIndex::takeLog()
{
    GW_TRY(RawStatement log, RawStatement::prepared(m_database, "SELECT packed FROM id_log"));
    for (;;) {
        GW_TRY(const bool more, log.next());
        if (!more)
            break;
        unpack(log.blob(0), [this](std::uint32_t hash, const Place &place) {
            m_entries.push_back({hash, place});
        });
    }
    log.reset();
    GW_TRY(RawStatement empty, RawStatement::prepared(m_database, "DELETE FROM id_log"));
    return empty.run();
}

Result<void> IdIndex::putBlock(std::int64_t piece, std::int64_t block, std::span<const Entry> entries)
{
    m_packed.clear();
    for (const Entry &entry : entries)
        pack(m_packed, entry.hash, entry.place);
    m_putBlock << piece << std::int64_t{entries.front().hash} << block << std::string_view(m_packed);
    return m_putBlock.run();
}

Result<void> IdIndex::putPiece()
{
    if (m_entries.empty())
        return {};
    std::ranges::sort(m_entries);
    const auto newest =
        std::ranges::max_element(m_entries, {}, [](const Entry &entry) { return entry.place; });
    m_newPiece << newest->place.first;
    GW_CHECK(m_newPiece.next());
    const std::int64_t piece = m_newPiece.number(0);
    m_newPiece.reset();
    const std::span all(m_entries);
    std::int64_t block = 0;
    for (std::size_t at = 0; at < all.size(); at += kBlockEntries)
        GW_CHECK(putBlock(piece, block++, all.subspan(at, std::min(kBlockEntries, all.size() - at))));
    return {};
}

Result<void> IdIndex::dropBefore(std::int64_t idHigh)
{
    GW_TRY(RawStatement some,
           RawStatement::prepared(m_database, "SELECT piece FROM id_pieces WHERE newest < ? LIMIT 1"));
    some << idHigh;
    GW_TRY(const bool any, some.next());
    if (!any)
        return {};
    const std::int64_t piece = some.number(0);
    some.reset();
    for (const char *const sql :
         {"DELETE FROM id_blocks WHERE piece = ?", "DELETE FROM id_pieces WHERE piece = ?"}) {
        GW_TRY(RawStatement drop, RawStatement::prepared(m_database, sql));
        drop << piece;
        GW_CHECK(drop.run());
    }
    return {};
}

// Once, of a ledger of an earlier version; some seconds for five million rows.
Result<void> IdIndex::takeOldIndexes()
{
    GW_TRY(RawStatement old, RawStatement::prepared(m_database, "SELECT 1 FROM sqlite_master WHERE name = "
                                                                "'attempts_answer'"));
    GW_TRY(const bool there, old.next());
    old.reset();
    if (!there)
        return {};
    QSqlDatabase database = m_database;
    const auto failed = [&database] {
        return Error{.code = ErrorCode::Internal,
                     .message = "ledger ids: " + database.lastError().text().toStdString()};
    };
    if (!database.transaction())
        return failed();
    Result<void> taken = takeOldIndex("call");
    if (taken.ok())
        taken = takeOldIndex("answer");
    if (taken.ok() && !database.commit())
        taken = failed();
    if (!taken.ok())
        database.rollback();
    return taken;
}

Result<void> IdIndex::takeOldIndex(const std::string &column)
{
    {
        const std::string hash = column + "_hash";
        GW_TRY(RawStatement read,
               RawStatement::prepared(m_database, "SELECT " + hash +
                                                      ", id_high, id_low FROM attempts INDEXED BY "
                                                      "attempts_" +
                                                      column + " WHERE " + hash +
                                                      " IS NOT NULL ORDER BY id_high >> 42"));
        for (;;) {
            GW_TRY(const bool more, read.next());
            if (more)
                m_entries.push_back({hashOfOld(read.number(0)), {read.number(1), read.number(2)}});
            if (!more || std::ssize(m_entries) >= kMostLoggedIds) {
                GW_CHECK(putPiece());
                m_entries.clear();
            }
            if (!more)
                break;
        }
    }
    GW_TRY(RawStatement drop, RawStatement::prepared(m_database, "DROP INDEX attempts_" + column));
    return drop.run();
}

Result<std::vector<IdIndex::Place>> placesOf(std::string_view id,
                                             const std::function<Result<RawStatement>(const char *)> &prepare)
{
    std::vector<IdIndex::Place> places;
    const std::uint32_t wanted = hashOf(id);
    const auto look = [&](std::string_view bytes) {
        unpack(bytes, [&](std::uint32_t hash, const IdIndex::Place &place) {
            if (hash == wanted)
                places.push_back(place);
        });
    };
    GW_TRY(RawStatement log, prepare("SELECT packed FROM id_log"));
    for (;;) {
        GW_TRY(const bool more, log.next());
        if (!more)
            break;
        look(log.blob(0));
    }
    GW_TRY(RawStatement pieces, prepare("SELECT piece FROM id_pieces"));
    GW_TRY(RawStatement blocks,
           prepare("SELECT from_hash, packed FROM id_blocks WHERE piece = ? AND from_hash "
                   "<= ? ORDER BY from_hash DESC, block DESC"));
    for (;;) {
        GW_TRY(const bool any, pieces.next());
        if (!any)
            break;
        blocks.reset();
        blocks << pieces.number(0) << std::int64_t{wanted};
        // The last that begins before it may have some of it still.
        for (bool before = false; !before;) {
            GW_TRY(const bool more, blocks.next());
            if (!more)
                break;
            before = blocks.number(0) < std::int64_t{wanted};
            look(blocks.blob(1));
        }
    }
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

}   // namespace gw::ledger
