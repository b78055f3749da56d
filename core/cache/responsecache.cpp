#include "core/cache/responsecache.h"

#include "core/base/logging.h"

#include <algorithm>

namespace gw::cache {

namespace {

using Store = config::CacheParams::Store;

constexpr double kMemoryTtlS = 60;   // CONTRACT 2.10
constexpr double kOutsideTtlS = 3600;
constexpr std::int64_t kMegabyte = 1'000'000;

}   // namespace

Result<redis::Settings> redisSettings(const config::RedisPlace &place)
{
    redis::Settings out;
    if (!place.url.isEmpty()) {
        GW_TRY(out, redis::parseUrl(place.url.reveal()));
    } else {
        out.host = place.host;
        out.port = static_cast<std::uint16_t>(std::clamp(place.port, 1, 65'535));
        out.db = place.db;
        out.tls = {place.tls,       place.tlsVerify,          place.tlsCheckHost,
                   place.tlsCaFile, place.tlsCertificateFile, place.tlsKeyFile};
    }
    // The account may be named beside a URL that has none.
    if (!place.username.empty() && out.username.empty())
        out.username = place.username;
    if (out.password.isEmpty())
        out.password = place.password;
    if (place.timeoutS && *place.timeoutS > 0)
        out.connectMs = out.commandMs = static_cast<int>(std::clamp(*place.timeoutS * 1000, 1.0, 60'000.0));
    return out;
}

double Policy::keepS(std::optional<double> asked) const
{
    if (asked)
        return *asked;
    if (params.ttlS)
        return *params.ttlS;
    return params.store == Store::Memory ? params.memoryTtlS.value_or(kMemoryTtlS)
                                         : params.redisTtlS.value_or(kOutsideTtlS);
}

double Policy::keepInMemoryS(double keepS) const
{
    return params.store == Store::Memory ? keepS : std::min(keepS, params.memoryTtlS.value_or(kMemoryTtlS));
}

ResponseCache::ResponseCache()
    : m_policy(std::make_shared<const Policy>())
{}

PolicyPtr ResponseCache::policy() const
{
    const std::scoped_lock lock(m_mutex);
    return m_policy;
}

void ResponseCache::apply(const config::CacheParams &params)
{
    const PolicyPtr before = policy();
    auto now = std::make_shared<Policy>();
    now->params = params;
    now->version = before->version + 1;
    if (params.on && params.store == Store::Redis) {
        if (auto settings = redisSettings(params.redis); settings.ok())
            now->redis = std::move(settings).value();
        else
            qCWarning(gwCache, "%s; answers are kept in memory", settings.error().message.c_str());
    }
    if (params.on && params.store == Store::Disk) {
        const std::int64_t room = params.diskMb * kMegabyte;
        now->disk = before->disk && before->disk->folder() == params.diskFolder
                        ? before->disk
                        : std::make_shared<DiskStore>(params.diskFolder, room);
        now->disk->setLimit(room);
    }
    m_memory.setLimits(params.memoryMb * kMegabyte, params.maxEntries);
    // Keys of this process alone are made another way than shared ones.
    if (!params.on || now->isShared() != before->isShared())
        m_memory.clear();
    {
        const std::scoped_lock lock(m_mutex);
        m_policy = std::move(now);
    }
    m_on = params.on && (!params.callTypes || !params.callTypes->empty());
}

void ResponseCache::erase(const std::vector<std::string> &keys)
{
    m_memory.erase(keys);
    const PolicyPtr now = policy();
    for (const std::string &key : keys) {
        if (now->disk)
            now->disk->erase(key);
    }
}

void ResponseCache::clear()
{
    m_memory.clear();
    if (const PolicyPtr now = policy(); now->disk)
        now->disk->clear();
}

}   // namespace gw::cache
