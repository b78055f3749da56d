#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxFileLines = 800;
constexpr int kMaxFunctionLines = 80;
constexpr int kMaxEngineLines = 2500;

struct Exception
{
    const char *file;   // From the root of the repository.
    const char *what;   // The function's first line holds this, or it is the banned word's name.
    const char *reason;
};

constexpr Exception kExceptions[] = {
    {"ui/framework/desktopnotices.cpp", "SLOT(", "QDBusConnection::connect takes nothing else"},
    {"ui/framework/desktopscheme.cpp", "SLOT(", "QDBusConnection::connect takes nothing else"},
};

struct Function
{
    QString head;
    int line = 0;    // Of the head, from 1.
    int lines = 0;   // From the head to the closing brace.
};

struct Ban
{
    const char *name;
    const char *pattern;
    const char *folder;   // Prefix of the file's path.
    bool headersOnly = false;
    bool inComments = false;   // Comments and strings are read as well.
};

constexpr Ban kBans[] = {
    {"instance()", "(?<!Application::)\\binstance\\(\\)", ""},
    {"SIGNAL(", "\\bSIGNAL\\s*\\(", ""},
    {"SLOT(", "\\bSLOT\\s*\\(", ""},
    {"qDebug() <<", "\\bqDebug\\s*\\(\\s*\\)", "core/"},
    {"using namespace in a header", "^using\\s+namespace\\b", "", true},
    {"setStyleSheet", "\\bsetStyleSheet\\b", "ui/"},
    {"an open task", "\\b(TODO|FIXME|XXX)\\b", "", false, true},
};

bool isExcepted(const QString &file, const QString &what)
{
    return std::ranges::any_of(kExceptions, [&](const Exception &exception) {
        return file == QLatin1String(exception.file) && what.contains(QLatin1String(exception.what));
    });
}

// Where a comment or literal that begins at i ends; i when there is none.
qsizetype endOfSilent(const QString &text, qsizetype i)
{
    const QStringView rest = QStringView(text).mid(i);
    const auto after = [&](QStringView closing, qsizetype from) {
        const qsizetype end = text.indexOf(closing, from);
        return end < 0 ? text.size() : end + closing.size();
    };
    if (rest.startsWith(u"//"))
        return std::max<qsizetype>(i, after(u"\n", i) - 1);
    if (rest.startsWith(u"/*"))
        return after(u"*/", i + 2);
    if (rest.startsWith(u"R\"")) {
        const qsizetype open = text.indexOf(u'(', i);
        return open < 0 ? text.size() : after(QString(u')' + text.mid(i + 2, open - i - 2) + u'"'), open);
    }
    const QChar quote = text[i];
    // An apostrophe after a digit or letter separates digits.
    const bool separator = quote == u'\'' && i > 0 && text[i - 1].isLetterOrNumber() &&
                           !QStringView(u"uUL").contains(text[i - 1]);
    if ((quote != u'"' && quote != u'\'') || separator)
        return i;
    qsizetype end = i + 1;
    while (end < text.size() && text[end] != quote && text[end] != u'\n')
        end += text[end] == u'\\' ? 2 : 1;
    return std::min(end + 1, text.size());
}

// The text with comments and the contents of literals as blanks; line breaks stay.
QString codeOf(const QString &text)
{
    QString code = text;
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype end = endOfSilent(text, i);
        for (qsizetype at = i; at < end; ++at) {
            if (text[at] != u'\n')
                code[at] = u' ';
        }
        i = std::max(end, i + 1);
    }
    return code;
}

enum class Brace : std::uint8_t { Scope, Function, Value };

// What a brace opens, by the declaration before it.
Brace braceAfter(const QString &declaration)
{
    static const QRegularExpression label(
        u"^(((public|private|protected)( Q_SLOTS)?|Q_SIGNALS)\\s*:|Q_OBJECT|Q_GADGET)\\s*"_s);
    static const QRegularExpression scope(u"^(inline )?(namespace|class|struct|union|extern)\\b"_s);
    static const QRegularExpression value(u"(^|[^=!<>])=$|\\breturn$"_s);
    QString head = declaration;
    while (label.match(head).hasMatch())
        head.remove(label);
    if (head.startsWith(u"template"_s)) {
        int open = 0;
        for (qsizetype i = 0; i < head.size(); ++i) {
            open += head[i] == u'<' ? 1 : head[i] == u'>' ? -1 : 0;
            if (head[i] == u'>' && open == 0) {
                head = head.mid(i + 1).trimmed();
                break;
            }
        }
    }
    if (scope.match(head).hasMatch() && !value.match(head).hasMatch())
        return Brace::Scope;
    return head.contains(u'(') && !value.match(head).hasMatch() ? Brace::Function : Brace::Value;
}

// The functions of a file, by counting braces: outside of any function, what has a parameter list before its
// brace.
QList<Function> functionsOf(const QString &text)
{
    const QString code = codeOf(text);
    QList<Function> functions;
    qsizetype from = 0;   // Where the current declaration begins.
    int depth = 0;        // Of braces inside the current function or value.
    Brace kind = Brace::Scope;
    const auto lineAt = [&](qsizetype at) {
        return static_cast<int>(QStringView(code).left(at).count(u'\n')) + 1;
    };
    for (qsizetype i = 0; i < code.size(); ++i) {
        const QChar c = code[i];
        if (depth > 0) {
            depth += c == u'{' ? 1 : c == u'}' ? -1 : 0;
            if (depth > 0)
                continue;
            const QString after = code.mid(i + 1, 200).trimmed();
            // A braced member initializer: the same declaration goes on.
            const bool goesOn = !after.isEmpty() && QStringView(u",{(").contains(after[0]);
            if (kind == Brace::Function && !goesOn) {
                while (code[from].isSpace())
                    ++from;
                functions << Function{code.mid(from, 200).simplified(), lineAt(from),
                                      lineAt(i) - lineAt(from) + 1};
                from = i + 1;
            }
        } else if (c == u'{') {
            kind = braceAfter(code.mid(from, i - from).simplified());
            if (kind == Brace::Scope)
                from = i + 1;
            else
                depth = 1;
        } else if (c == u'}' || c == u';' ||
                   (c == u'\n' && code.mid(from, i - from).trimmed().startsWith(u'#'))) {
            from = i + 1;
        }
    }
    return functions;
}

}   // namespace

// Reads the sources against the limits and bans of CONTRIBUTING.md.
class TestSourceLimits final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void filesAreShort();
    void functionsAreShort();
    void engineStaysSmall();
    void bannedWordsAreAbsent();
    void functionsOf_data();
    void functionsOf();
    void exceptionsAreNeeded();

private:
    struct Source
    {
        QString path;   // From the root of the repository.
        QString text;
    };

    QList<Source> m_sources;
};

void TestSourceLimits::initTestCase()
{
    const QString root = QString::fromUtf8(GW_SOURCE_DIR) + u'/';
    for (const QString &folder : {u"core"_s, u"app"_s, u"ui"_s}) {
        QDirIterator it(root + folder, {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            m_sources << Source{file.fileName().mid(root.size()), QString::fromUtf8(file.readAll())};
        }
    }
    QVERIFY(m_sources.size() > 100);
}

void TestSourceLimits::filesAreShort()
{
    QStringList bad;
    for (const Source &source : m_sources) {
        const qsizetype lines = source.text.count(u'\n');
        if (lines > kMaxFileLines && !isExcepted(source.path, source.path))
            bad << u"%1 has %2 lines"_s.arg(source.path).arg(lines);
    }
    QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
}

void TestSourceLimits::functionsAreShort()
{
    QStringList bad;
    qsizetype count = 0;
    for (const Source &source : m_sources) {
        const QList<Function> functions = ::functionsOf(source.text);
        count += functions.size();
        for (const Function &function : functions) {
            if (function.lines > kMaxFunctionLines && !isExcepted(source.path, function.head))
                bad << u"%1:%2 has %3 lines: %4"_s.arg(source.path)
                           .arg(function.line)
                           .arg(function.lines)
                           .arg(function.head.left(100));
        }
    }
    QVERIFY(count > 1000);
    QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
}

void TestSourceLimits::engineStaysSmall()
{
    qsizetype lines = 0;
    for (const Source &source : m_sources) {
        if (source.path.startsWith(u"core/engine/"_s))
            lines += source.text.count(u'\n');
    }
    qInfo("core/engine has %lld of %d lines", static_cast<long long>(lines), kMaxEngineLines);
    QVERIFY(lines > 0);
    QVERIFY(lines <= kMaxEngineLines);
}

void TestSourceLimits::bannedWordsAreAbsent()
{
    QStringList bad;
    for (const Source &source : m_sources) {
        const QString code = codeOf(source.text);
        for (const Ban &ban : kBans) {
            if (!source.path.startsWith(QLatin1String(ban.folder)) ||
                (ban.headersOnly && !source.path.endsWith(u".h"_s)) ||
                isExcepted(source.path, QLatin1String(ban.name)))
                continue;
            const QString &text = ban.inComments ? source.text : code;
            const auto match =
                QRegularExpression(QLatin1String(ban.pattern), QRegularExpression::MultilineOption)
                    .match(text);
            if (match.hasMatch())
                bad << u"%1:%2 has %3"_s.arg(source.path)
                           .arg(QStringView(text).left(match.capturedStart()).count(u'\n') + 1)
                           .arg(QLatin1String(ban.name));
        }
    }
    QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
}

void TestSourceLimits::functionsOf_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("expectedLines");
    QTest::newRow("a function in a namespace")
        << u"namespace a {\n\nint f()\n{\n    return 1;\n}\n}\n"_s << QList<int>{4};
    QTest::newRow("a constructor with braced members")
        << u"A::A()\n    : m_a{1}\n    , m_b{2}\n{\n    run();\n}\n"_s << QList<int>{6};
    QTest::newRow("a member function in a class")
        << u"class A\n{\n    int f() const { return m_x; }\n    int m_x{};\n};\n"_s << QList<int>{1};
    QTest::newRow("braces in literals and comments")
        << u"void f()\n{\n    // }\n    g(\"}\", '}', R\"(})\", 1'000);\n}\n"_s << QList<int>{5};
    QTest::newRow("a table is no function")
        << u"constexpr Row kRows[] = {\n    {f(1), [] { return 1; }},\n};\n"_s << QList<int>{};
    QTest::newRow("a lambda belongs to its function")
        << u"void f()\n{\n    g([] {\n        h();\n    });\n}\nvoid k() {}\n"_s << QList<int>{6, 1};
    QTest::newRow("a template of a class")
        << u"template <typename T = int, int (*F)() = nullptr>\nstruct A\n{\n    void f()\n    {\n    }\n};\n"_s
        << QList<int>{3};
}

void TestSourceLimits::functionsOf()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, expectedLines);
    QList<int> lines;
    for (const Function &function : ::functionsOf(text))
        lines << function.lines;
    QCOMPARE(lines, expectedLines);
}

void TestSourceLimits::exceptionsAreNeeded()
{
    for (const Exception &exception : kExceptions) {
        const QLatin1String what(exception.what);
        const auto source = std::ranges::find(m_sources, QLatin1String(exception.file), &Source::path);
        QVERIFY2(source != m_sources.cend(), exception.file);
        const QList<Function> functions = ::functionsOf(source->text);
        const bool longFunction = std::ranges::any_of(functions, [&](const Function &function) {
            return function.head.contains(what) && function.lines > kMaxFunctionLines;
        });
        const bool bannedWord = std::ranges::any_of(kBans, [&](const Ban &ban) {
            return what == QLatin1String(ban.name) && codeOf(source->text).contains(what);
        });
        QVERIFY2(longFunction || bannedWord, exception.what);
    }
}

QTEST_GUILESS_MAIN(TestSourceLimits)
#include "tst_sourcelimits.moc"
