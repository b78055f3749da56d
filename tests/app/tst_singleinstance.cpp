#include "app/singleinstance.h"

#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <future>

using namespace gw;
using namespace Qt::StringLiterals;

class TestSingleInstance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aloneNobodyAnswers();
    void secondStartRaisesTheFirst();
    void otherDataFolderIsAnotherWindow();
    void takesOverASocketThatWasLeft();
    void aListenerIsNotReplaced();
    void ignoresStrangeQuestions();

private:
    // As a second process would: on a thread of its own.
    static std::future<bool> askElsewhere(const QString &folder);

    QTemporaryDir m_runtime;
    QString m_folder;
};

void TestSingleInstance::init()
{
    QFile::setPermissions(m_runtime.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toUtf8());
    m_folder = m_runtime.filePath(u"data"_s);
}

std::future<bool> TestSingleInstance::askElsewhere(const QString &folder)
{
    return std::async(std::launch::async, [folder] { return app::SingleInstance(folder).raiseOther(); });
}

void TestSingleInstance::aloneNobodyAnswers()
{
    QVERIFY(!app::SingleInstance(m_folder).raiseOther());
}

void TestSingleInstance::secondStartRaisesTheFirst()
{
    app::SingleInstance first(m_folder);
    QVERIFY(first.listen());
    QSignalSpy raised(&first, &app::SingleInstance::raiseAsked);
    auto second = askElsewhere(m_folder);
    QTRY_COMPARE(raised.size(), 1);
    QTRY_COMPARE(second.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    QVERIFY(second.get());
}

void TestSingleInstance::otherDataFolderIsAnotherWindow()
{
    app::SingleInstance first(m_folder);
    QVERIFY(first.listen());
    auto second = askElsewhere(m_runtime.filePath(u"other"_s));
    QTRY_COMPARE(second.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    QVERIFY(!second.get());
}

void TestSingleInstance::takesOverASocketThatWasLeft()
{
    // What a killed process leaves: a file of that name that nobody listens on.
    QString path;
    {
        app::SingleInstance first(m_folder);
        QVERIFY(first.listen());
        const QStringList names = QDir(m_runtime.path()).entryList({u"portico-*"_s}, QDir::System);
        QCOMPARE(names.size(), 1);
        path = m_runtime.filePath(names.first());
    }
    QFile left(path);
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    app::SingleInstance next(m_folder);
    QVERIFY(!next.raiseOther());
    QVERIFY(next.listen());
}

void TestSingleInstance::aListenerIsNotReplaced()
{
    app::SingleInstance first(m_folder);
    QVERIFY(first.listen());
    QVERIFY(!app::SingleInstance(m_folder).listen());
    QSignalSpy raised(&first, &app::SingleInstance::raiseAsked);
    auto third = askElsewhere(m_folder);
    QTRY_COMPARE(raised.size(), 1);
    QTRY_COMPARE(third.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    QVERIFY(third.get());
}

void TestSingleInstance::ignoresStrangeQuestions()
{
    app::SingleInstance first(m_folder);
    QVERIFY(first.listen());
    QSignalSpy raised(&first, &app::SingleInstance::raiseAsked);
    const QStringList names = QDir(m_runtime.path()).entryList({u"portico-*"_s}, QDir::System);
    QLocalSocket socket;
    socket.connectToServer(m_runtime.filePath(names.value(0)));
    QVERIFY(socket.waitForConnected(1000));
    socket.write(QByteArray(500, 'x'));
    QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(raised.size(), 0);
}

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
