#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Layer
{
    QString name;
    QString dir;
    QStringList modules;
    QStringList headers;   // "module:file.h", the only ones of that module that may be included.
};

QList<Layer> readLayers()
{
    QFile file(QString::fromUtf8(GW_LAYERS_FILE));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Layer> layers;
    while (!file.atEnd()) {
        const QStringList columns = QString::fromUtf8(file.readLine()).trimmed().split(u'|');
        if (columns.size() == 4)
            layers << Layer{columns[0], columns[1], columns[2].split(u' ', Qt::SkipEmptyParts),
                            columns[3].split(u' ', Qt::SkipEmptyParts)};
    }
    return layers;
}

bool mayInclude(const Layer &from, const Layer &owner, const QString &path)
{
    // The composition roots know everything; headless code is kept apart from Gui by what it links.
    if (owner.name == from.name || from.modules.contains(owner.name) || from.dir == u"app"_s)
        return true;
    const QString header = path.mid(owner.dir.size() + 1);
    return from.headers.contains(owner.name + u':' + header);
}

}   // namespace

// Reads every #include of core, ui and app against what the modules' CMake lines allow.
class TestLayering final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void includesFollowDeclaredDependencies();
    void everyFolderOfCoreIsAModule();
};

void TestLayering::includesFollowDeclaredDependencies()
{
    const QList<Layer> layers = readLayers();
    QVERIFY(layers.size() >= 4);
    const QRegularExpression include(u"^\\s*#include\\s+\"((?:core|ui|app)/[^\"]+)\""_s,
                                     QRegularExpression::MultilineOption);
    QStringList bad;
    for (const Layer &layer : layers) {
        QDirIterator it(QString::fromUtf8(GW_SOURCE_DIR) + u'/' + layer.dir, {u"*.h"_s, u"*.cpp"_s},
                        QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile source(it.next());
            QVERIFY(source.open(QIODevice::ReadOnly));
            auto match = include.globalMatch(QString::fromUtf8(source.readAll()));
            while (match.hasNext()) {
                const QString path = match.next().captured(1);
                const auto owner = std::find_if(layers.cbegin(), layers.cend(), [&](const Layer &l) {
                    return path.startsWith(l.dir + u'/');
                });
                if (owner == layers.cend() || !mayInclude(layer, *owner, path))
                    bad << u"%1 includes %2"_s.arg(source.fileName(), path);
            }
        }
    }
    QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
}

void TestLayering::everyFolderOfCoreIsAModule()
{
    QStringList known;
    for (const Layer &layer : readLayers())
        known << layer.dir;
    QStringList missing;
    for (const QString &name :
         QDir(QString::fromUtf8(GW_SOURCE_DIR) + u"/core"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (name != u"cmake"_s && !known.contains(u"core/"_s + name))
            missing << name;
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u' ')));
}

QTEST_GUILESS_MAIN(TestLayering)
#include "tst_layering.moc"
