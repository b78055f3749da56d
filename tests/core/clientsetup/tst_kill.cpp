#include "core/clientsetup/setup.h"

#include <QTest>

#include <csignal>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "workshop.h"

using namespace gw;
using namespace gw::clientsetup;
using test::Workshop;

namespace fs = std::filesystem;

namespace {

enum class Ended { Killed, Through, Untraceable };

// Runs work in a child process that is killed at its system call number at, counted from 1; each is seen when
// it begins and when it ends.
Ended runAndKill(int at, const std::function<void()> &work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
            ::_exit(77);
        ::raise(SIGSTOP);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status))
        return Ended::Untraceable;
    for (int call = 0;; ++call) {
        if (call == at) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return Ended::Killed;
        }
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status) || WIFSIGNALED(status))
            return Ended::Through;
    }
}

bool isOneOf(const std::string &text, std::initializer_list<std::string> texts)
{
    return std::ranges::find(texts, text) != texts.end();
}

}   // namespace

// SIGKILL at every system call of a change, with two files, one of them new and behind a link.
class TestKill final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesOldOrNewFiles_data();
    void leavesOldOrNewFiles();
};

void TestKill::leavesOldOrNewFiles_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("while it is connected") << QStringLiteral("connect");
    QTest::newRow("while it is connected anew") << QStringLiteral("again");
    QTest::newRow("while it is put back") << QStringLiteral("undo");
}

void TestKill::leavesOldOrNewFiles()
{
    QFETCH(const QString, change);
    const ClientRow &row = *findClient("gemini-cli");
    const std::string env = "# mine\nFOO=1\n";
    int kills = 0;
    for (int at = 1;; at += 2) {   // Between two calls nothing on the disk changes.
        Workshop shop;
        Setup setup(shop.here, shop.notes());
        const std::string envPath = shop.path(".gemini/.env");
        const std::string target = shop.path("dotfiles/env");
        shop.put(target, env);
        fs::create_directories(shop.path(".gemini"));
        fs::create_symlink(target, envPath);
        const std::string settingsPath = shop.path(".gemini/settings.json");
        const Plan first = setup.plan(row, shop.connection("one")).value();
        Plan plan = first;
        if (change != QStringLiteral("connect")) {
            QVERIFY(setup.apply(first).ok());
            plan = setup.plan(row, shop.connection("two")).value();
        }
        const Ended ended = runAndKill(at, [&] {
            Setup own(shop.here, shop.notes());
            if (change == QStringLiteral("undo"))
                static_cast<void>(own.undo(row.id, OnDrift::Ask));
            else
                static_cast<void>(own.apply(plan));
        });
        if (ended == Ended::Untraceable)
            QSKIP("processes may not be traced here");
        const bool undo = change == QStringLiteral("undo");
        // Whole files, old or new, before anybody repairs anything.
        const std::string oldEnv = change == QStringLiteral("connect") ? env : first.files[0].after;
        const std::string newEnv = undo ? env : plan.files[0].after;
        const std::string oldSettings = change == QStringLiteral("connect") ? "<none>" : first.files[1].after;
        const std::string newSettings = undo ? "<none>" : plan.files[1].after;
        QVERIFY2(isOneOf(Workshop::get(envPath), {oldEnv, newEnv}), std::to_string(at).c_str());
        QVERIFY2(isOneOf(Workshop::get(settingsPath), {oldSettings, newSettings}),
                 std::to_string(at).c_str());
        QVERIFY(fs::is_symlink(envPath));
        Setup later(shop.here, shop.notes());
        later.recover();
        // All of one or all of the other, and the notes say which.
        const bool isOld = Workshop::get(envPath) == oldEnv && Workshop::get(settingsPath) == oldSettings;
        const bool isNew = Workshop::get(envPath) == newEnv && Workshop::get(settingsPath) == newSettings;
        QVERIFY2(isOld || isNew, std::to_string(at).c_str());
        const bool connected = !later.connected().empty();
        QCOMPARE(connected, isNew ? !undo : change != QStringLiteral("connect"));
        if (connected) {
            QVERIFY(later.look(row).state == State::Connected);
            QVERIFY(later.undo(row.id, OnDrift::Ask).value().done);
        }
        QCOMPARE(Workshop::get(envPath), env);
        QVERIFY(!fs::exists(settingsPath));
        QVERIFY(fs::is_symlink(envPath));
        if (ended == Ended::Through)
            break;
        ++kills;
    }
    QVERIFY(kills > 40);
}

QTEST_GUILESS_MAIN(TestKill)

#include "tst_kill.moc"
