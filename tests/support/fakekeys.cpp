#include "tests/support/fakekeys.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

using client::HolderKind;
using client::HolderRow;
using client::LimitLine;

constexpr std::int64_t kCents = 10'000'000'000;
constexpr std::int64_t kDayS = 86'400;

HolderRow key(const QString &name, const QString &end, std::int64_t spentCents, std::int64_t budgetCents,
              const QStringList &models)
{
    const std::int64_t nowS = QDateTime::currentSecsSinceEpoch();
    HolderRow row{
        .kind = HolderKind::Key, .id = u"hash-"_s + name, .name = name, .masked = u"sk-..."_s + end};
    row.models = models;
    row.own.budgetPico = budgetCents < 0 ? -1 : budgetCents * kCents;
    row.own.window = budgetCents < 0 ? QString() : u"1d"_s;
    row.counts = row.own;
    row.spentPico = spentCents * kCents;
    row.resetS = nowS + kDayS / 3;
    row.createdS = nowS - 40 * kDayS;
    row.lastUsedDay = QDateTime::currentDateTimeUtc().date().toJulianDay();
    return row;
}

HolderRow holder(HolderKind kind, const QString &id, const QString &name, std::int64_t spentCents,
                 std::int64_t budgetCents, int keys)
{
    HolderRow row = key(name, {}, spentCents, budgetCents, {});
    row.kind = kind;
    row.id = id;
    row.masked.clear();
    row.keys = keys;
    row.own.window = u"1mo"_s;
    row.counts.window = u"1mo"_s;
    return row;
}

}   // namespace

void fillKeys(FakeKeys &keys)
{
    const std::int64_t nowS = QDateTime::currentSecsSinceEpoch();
    HolderRow claude = key(u"claude"_s, u"3fA9"_s, 132, 150, {u"sonnet"_s, u"fast"_s});
    claude.team = u"t-web"_s;
    claude.teamName = u"Website"_s;
    HolderRow notebook = key(u"notebook"_s, u"7Qx2"_s, 0, 200, {u"fast"_s, u"embed"_s});
    notebook.lastUsedDay = 0;
    notebook.createdS = nowS - 60;
    HolderRow ci = key(u"ci"_s, u"c4Zz"_s, 5, 100, {u"fast"_s});
    ci.expiresS = nowS + 9 * kDayS + 3600;
    ci.lastUsedDay -= 1;
    HolderRow old = key(u"old-laptop"_s, u"e2Pq"_s, 0, -1, {});
    old.blocked = true;
    old.lastUsedDay -= 24;
    keys.rows[HolderKind::Key] = {claude,
                                  key(u"codex"_s, u"a07K"_s, 31, 150, {u"gpt"_s}),
                                  key(u"aider"_s, u"77Lm"_s, 25, 25, {u"local"_s, u"fast"_s}),
                                  key(u"idea"_s, u"19Tt"_s, 12, -1, {}),
                                  notebook,
                                  ci,
                                  old};
    HolderRow web = holder(HolderKind::Team, u"t-web"_s, u"Website"_s, 1842, 5000, 3);
    web.members = 4;
    HolderRow lab = holder(HolderKind::Team, u"t-lab"_s, u"Lab"_s, 310, -1, 2);
    lab.members = 1;
    keys.rows[HolderKind::Team] = {web, lab};
    HolderRow ada = holder(HolderKind::User, u"ada"_s, u"ada@example.org"_s, 412, 2000, 2);
    keys.rows[HolderKind::User] = {ada,
                                   holder(HolderKind::User, u"grace"_s, u"grace@example.org"_s, 88, -1, 1)};
    keys.rows[HolderKind::Budget] = {holder(HolderKind::Budget, u"small"_s, u"small"_s, 0, 500, 3)};
    keys.details[claude.id].lines = {{.level = LimitLine::Level::Team,
                                      .subject = u"t-web"_s,
                                      .limit = 5000 * kCents,
                                      .used = 1842 * kCents,
                                      .window = u"1mo"_s,
                                      .resetS = nowS + 4 * kDayS},
                                     {.level = LimitLine::Level::Key,
                                      .subject = u"claude"_s,
                                      .limit = 150 * kCents,
                                      .used = 132 * kCents,
                                      .reserved = 3 * kCents,
                                      .window = u"1d"_s,
                                      .resetS = nowS + kDayS / 3},
                                     {.level = LimitLine::Level::Key,
                                      .kind = LimitLine::Kind::Requests,
                                      .subject = u"claude"_s,
                                      .limit = 60,
                                      .used = 60,
                                      .resetS = nowS + 41}};
    keys.details[claude.id].refusals = {
        {(nowS - 20) * 1'000'000, u"sonnet"_s, keys.details[claude.id].lines[2]},
        {(nowS - 95) * 1'000'000, u"sonnet"_s, keys.details[claude.id].lines[2]}};
    const HolderRow &aider = keys.rows[HolderKind::Key][2];
    keys.details[aider.id].lines = {{.level = LimitLine::Level::Key,
                                     .subject = u"aider"_s,
                                     .limit = 25 * kCents,
                                     .used = 25 * kCents,
                                     .window = u"1d"_s,
                                     .resetS = nowS + kDayS / 3}};
    keys.details[aider.id].refusals = {
        {(nowS - 600) * 1'000'000, u"local"_s, keys.details[aider.id].lines[0]}};
}

}   // namespace gw::test
