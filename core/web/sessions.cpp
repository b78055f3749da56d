#include "core/web/sessions.h"

#include "core/base/ids.h"

#include <QMessageAuthenticationCode>

#include <algorithm>

namespace gw::web {

namespace {

constexpr std::size_t kIdBytes = 32;

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

}   // namespace

Sessions::Sessions(const Clock &clock)
    : m_clock(clock)
    , m_secret(randomHex(kIdBytes))
{}

std::string Sessions::begin(Session session)
{
    std::string id = randomHex(kIdBytes);
    const std::scoped_lock lock(m_mutex);
    dropOld();
    if (m_kept.size() >= kMost)
        m_kept.erase(
            std::ranges::min_element(m_kept, {}, [](const auto &entry) { return entry.second.untilUs; }));
    m_kept[sha256Hex(id)] = {std::move(session), m_clock.steadyUs() + kLifeS * 1'000'000};
    return id;
}

std::optional<Session> Sessions::find(std::string_view id) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_kept.find(sha256Hex(id));
    if (found == m_kept.end() || found->second.untilUs <= m_clock.steadyUs())
        return std::nullopt;
    return found->second.session;
}

void Sessions::end(std::string_view id)
{
    const std::scoped_lock lock(m_mutex);
    m_kept.erase(sha256Hex(id));
}

std::string Sessions::token(std::string_view id) const
{
    return QMessageAuthenticationCode::hash(bytes(id), bytes(m_secret), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

bool Sessions::tokenFits(std::string_view id, std::string_view given) const
{
    return Secret(token(id)).equals(given);
}

void Sessions::dropOld()
{
    std::erase_if(m_kept,
                  [now = m_clock.steadyUs()](const auto &entry) { return entry.second.untilUs <= now; });
}

}   // namespace gw::web
