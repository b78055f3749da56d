#include "core/billing/booking.h"
#include "core/ledger/ledger.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace gw;
using namespace gw::billing;
using access::Scope;

namespace {

const std::string kHash(64, 'a');

auth::Principal virtualCaller()
{
    auth::Principal principal;
    principal.kind = auth::Principal::Kind::Virtual;
    principal.keyHash = kHash;
    principal.userId = "u";
    principal.teamId = "t";
    principal.key = std::make_shared<const access::Key>(access::Key{.token = kHash, .name = {}});
    return principal;
}

std::unique_ptr<access::Directory> openDirectory(const QTemporaryDir &folder, const Clock &clock)
{
    auto directory =
        access::Directory::open(folder.filePath(QStringLiteral("access.db")).toStdString(), clock);
    return directory.ok() ? std::move(directory).value() : nullptr;
}

}   // namespace

class TestBooking final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsToEveryScope();
    void masterKeysHaveNoModels();
    void loadsWhatWasBooked();
};

void TestBooking::addsToEveryScope()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto directory = openDirectory(folder, clock);
    QVERIFY(directory);
    const std::vector<std::string> tags{"x", "y"};
    access::Spending &spending = directory->spending();
    book(spending, {virtualCaller(), "end", "gpt", &tags, "openai", "d1"}, 5);
    const auto total = [&](Scope scope, const std::string &name) {
        return spending.account(scope, name)->total();
    };
    QCOMPARE(total(Scope::Proxy, ""), 5);
    QCOMPARE(total(Scope::Key, kHash), 5);
    QCOMPARE(total(Scope::User, "u"), 5);
    QCOMPARE(total(Scope::Team, "t"), 5);
    QCOMPARE(total(Scope::Member, access::Membership::idOf("t", "u")), 5);
    QCOMPARE(total(Scope::KeyModel, access::keyModelName(kHash, "gpt")), 5);
    QCOMPARE(total(Scope::EndUser, "end"), 5);
    QCOMPARE(total(Scope::Tag, "x"), 5);
    QCOMPARE(total(Scope::Tag, "y"), 5);
    QCOMPARE(total(Scope::Provider, "openai"), 5);
    QCOMPARE(total(Scope::Deployment, "d1"), 5);
    QCOMPARE(keySpend(directory.get(), virtualCaller(), 0), 5);
}

void TestBooking::masterKeysHaveNoModels()
{
    QCOMPARE(keySpend(nullptr, virtualCaller(), 0), 0);
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto directory = openDirectory(folder, clock);
    auth::Principal master;
    master.keyHash = kHash;
    book(directory->spending(), {.principal = master, .modelGroup = "gpt"}, 5);
    QVERIFY(directory->spending().accounts(Scope::KeyModel).empty());
    QVERIFY(directory->spending().accounts(Scope::Member).empty());
    QCOMPARE(keySpend(directory.get(), master, 0), 5);
}

// What one run has booked is what the next one finds.
void TestBooking::loadsWhatWasBooked()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const std::vector<std::string> tags{"x", "y"};
    ledger::Ledger ledger(ledger::Ledger::Options{folder.path().toStdString(), 1, "local"});
    QVERIFY(ledger.start().ok());
    const auto running = openDirectory(folder, clock);
    for (int i = 0; i < 20; ++i) {
        const std::int64_t cost = 1'000'000'007LL * i;
        ledger::OpenRecord open;
        open.request = makeId();
        open.startedUs = clock.unixUs();
        open.keyHash = kHash;
        open.keyAlias = "mine";
        open.userId = "u";
        open.teamId = "t";
        open.endUser = i % 2 == 0 ? "end" : "";
        open.modelGroup = i % 3 == 0 ? "gpt" : "claude";
        open.tags = "x,y";
        open.provider = i % 2 == 0 ? "openai" : "anthropic";
        open.deploymentId = "d" + std::to_string(i % 3);
        ledger::CloseRecord close;
        close.request = open.request;
        close.costPico = cost;
        ledger.journal(0).open(open);
        ledger.journal(0).close(close);
        book(running->spending(),
             {virtualCaller(), open.endUser, open.modelGroup, &tags, open.provider, open.deploymentId}, cost);
    }
    std::promise<void> flushed;
    ledger.flush([&] { flushed.set_value(); });
    flushed.get_future().get();
    ledger::LedgerReader reader(folder.path().toStdString());
    access::Spending loaded;
    QVERIFY(loadTotals(reader, loaded).ok());
    for (int scope = 0; scope < static_cast<int>(access::kScopes); ++scope) {
        const auto accounts = running->spending().accounts(static_cast<Scope>(scope));
        QVERIFY(!accounts.empty());
        QCOMPARE(loaded.accounts(static_cast<Scope>(scope)).size(), accounts.size());
        for (const access::AccountPtr &account : accounts)
            QCOMPARE(loaded.account(account->scope(), account->name())->total(), account->total());
    }
}

QTEST_GUILESS_MAIN(TestBooking)
#include "tst_booking.moc"
