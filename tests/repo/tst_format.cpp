#include <QDirIterator>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

// Every source is as clang-format leaves it.
class TestFormat final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sourcesAreFormatted();
};

void TestFormat::sourcesAreFormatted()
{
    const QString tool = QStandardPaths::findExecutable(u"clang-format"_s);
    if (tool.isEmpty())
        QSKIP("clang-format is not installed");
    QStringList sources;
    for (const QString &folder : {u"core"_s, u"app"_s, u"ui"_s, u"tests"_s}) {
        QDirIterator it(QString::fromUtf8(GW_SOURCE_DIR) + u'/' + folder, {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext())
            sources << it.next();
    }
    QVERIFY(sources.size() > 100);
    QProcess process;
    process.start(tool, QStringList{u"--dry-run"_s, u"--Werror"_s, u"--ferror-limit=1"_s} + sources);
    QVERIFY2(process.waitForFinished(100'000), qPrintable(process.errorString()));
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
             process.readAllStandardError().constData());
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
