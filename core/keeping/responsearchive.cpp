#include "core/keeping/responsearchive.h"

#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/base/logging.h"
#include "core/config/atomicfile.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>

namespace gw::keeping {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".answer";
constexpr auto kSweep = std::chrono::minutes(10);

std::string toText(const dialects::KeptResponse &response, std::int64_t keptS)
{
    json::Array items;
    for (const std::string &item : response.itemIds)
        items.emplace_back(item);
    return json::serialize(json::Object{{"id", response.id},
                                        {"owner", response.owner},
                                        {"response", response.response},
                                        {"input", response.input},
                                        {"output", response.output},
                                        {"items", std::move(items)},
                                        {"deployment", response.deploymentId},
                                        {"kept", keptS}});
}

std::optional<std::pair<dialects::KeptResponse, std::int64_t>> fromText(std::string_view text)
{
    const auto value = json::parse(text);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    if (!object)
        return std::nullopt;
    dialects::KeptResponse out;
    out.id = json::stringOr(*object, "id");
    out.owner = json::stringOr(*object, "owner");
    out.response = json::stringOr(*object, "response");
    out.input = json::stringOr(*object, "input");
    out.output = json::stringOr(*object, "output");
    out.deploymentId = json::stringOr(*object, "deployment");
    if (const json::Array *items = json::findArray(*object, "items")) {
        for (const json::Value &item : *items)
            if (item.is_string())
                out.itemIds.emplace_back(std::string_view(item.get_string()));
    }
    const json::Value *kept = object->if_contains("kept");
    if (out.id.empty() || !kept || !kept->is_int64())
        return std::nullopt;
    return std::pair(std::move(out), kept->get_int64());
}

void removeFile(const fs::path &path)
{
    std::error_code fault;
    fs::remove(path, fault);
}

}   // namespace

ResponseArchive::ResponseArchive(std::string folder, config::Vault &vault, dialects::ResponseStore &store)
    : m_folder(std::move(folder))
    , m_vault(vault)
    , m_store(store)
    , m_thread([this] { run(); })
{
    m_store.listen({.kept =
                        [this](const dialects::KeptResponse &response, std::int64_t keptS) {
                            if (!m_on)
                                return;
                            const std::scoped_lock lock(m_mutex);
                            m_changes.insert_or_assign(response.id, Kept{response, keptS});
                            m_told.notify_one();
                        },
                    .dropped =
                        [this](const std::string &id) {
                            if (!m_on)
                                return;
                            const std::scoped_lock lock(m_mutex);
                            m_changes.insert_or_assign(id, std::nullopt);
                            m_told.notify_one();
                        }});
}

ResponseArchive::~ResponseArchive()
{
    m_store.listen({});
    {
        const std::scoped_lock lock(m_mutex);
        m_ends = true;
        m_told.notify_one();
    }
    m_thread.join();
}

void ResponseArchive::update(bool on)
{
    const std::scoped_lock lock(m_mutex);
    m_on = on;
    m_switch = on;
    m_told.notify_one();
}

void ResponseArchive::flush()
{
    std::unique_lock lock(m_mutex);
    m_written.wait(lock, [this] { return m_idle && m_changes.empty() && !m_switch; });
}

void ResponseArchive::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        const bool told =
            m_told.wait_for(lock, kSweep, [this] { return m_ends || m_switch || !m_changes.empty(); });
        if (m_ends && !m_switch && m_changes.empty())
            return;
        const std::optional<bool> on = std::exchange(m_switch, std::nullopt);
        const Changes changes = std::exchange(m_changes, {});
        m_idle = false;
        lock.unlock();
        if (on)
            follow(*on);
        if (m_loaded)
            write(changes);
        if (!told)
            m_store.expire(std::time(nullptr));
        lock.lock();
        m_idle = true;
        m_written.notify_all();
    }
}

void ResponseArchive::follow(bool on)
{
    std::error_code fault;
    if (!on) {
        m_loaded = false;
        fs::remove_all(m_folder, fault);
        return;
    }
    if (m_loaded)
        return;
    if (!m_vault.isOpen()) {
        if (!std::exchange(m_complained, true))
            qCWarning(gwConfig, "answers are not kept on disk as long as the vault is closed");
        return;
    }
    fs::create_directories(m_folder, fault);
    fs::permissions(m_folder, fs::perms::owner_all, fault);
    load();
    m_loaded = true;
}

void ResponseArchive::load()
{
    std::vector<std::pair<Kept, fs::path>> found;
    std::error_code fault;
    for (const fs::directory_entry &entry : fs::directory_iterator(m_folder, fault)) {
        const auto sealed = config::readFile(entry.path().string());
        const auto text = sealed.ok() ? m_vault.unseal(sealed.value()) : Result<std::string>(sealed.error());
        auto kept = text.ok() ? fromText(text.value()) : std::nullopt;
        if (kept)
            found.emplace_back(Kept{std::move(kept->first), kept->second}, entry.path());
        else
            removeFile(entry.path());   // Cut short, damaged, or of a vault that is no more.
    }
    // Newest first: what does not fit is the oldest.
    std::ranges::sort(found, std::greater(), [](const auto &one) { return one.first.keptS; });
    const std::int64_t nowS = std::time(nullptr);
    for (auto &[kept, path] : found) {
        if (!m_store.restore(std::move(kept.response), kept.keptS, nowS))
            removeFile(path);
    }
}

std::string ResponseArchive::pathOf(const std::string &id) const
{
    // Providers choose ids, too: they are no file names.
    return m_folder + "/" + sha256Hex(id) + std::string(kSuffix);
}

void ResponseArchive::write(const Changes &changes)
{
    for (const auto &[id, kept] : changes) {
        if (!m_on)
            return;
        if (!kept) {
            removeFile(pathOf(id));
            continue;
        }
        const auto sealed = m_vault.seal(toText(kept->response, kept->keptS));
        const auto written = sealed.ok() ? config::writeFileAtomically(pathOf(id), sealed.value())
                                         : Result<void>(sealed.error());
        if (!written.ok() && !std::exchange(m_complained, true))
            qCWarning(gwConfig, "an answer is not kept on disk: %s", written.error().message.c_str());
    }
}

}   // namespace gw::keeping
