#include "ui/framework/theme.h"

#include <QTest>

#include <cmath>

using namespace gw::ui;

namespace {

// WCAG 2.1, relative luminance and contrast ratio.
double luminance(const QColor &colour)
{
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

}   // namespace

class TestTheme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void outlinesAreSeen();
    void paletteTellsItsScheme();
    void typeFollowsTheBaseFont();
};

void TestTheme::textIsReadable_data()
{
    QTest::addColumn<Scheme>("scheme");
    QTest::addColumn<Colour>("ink");
    QTest::addColumn<Colour>("under");
    const std::pair<const char *, Colour> texts[] = {
        {"text", Colour::Text}, {"secondary", Colour::TextSecondary}, {"accent", Colour::Accent},
        {"ok", Colour::Ok},     {"warning", Colour::Warning},         {"error", Colour::Error},
    };
    const std::pair<const char *, Colour> planes[] = {{"window", Colour::Window},
                                                      {"sidebar", Colour::Sidebar},
                                                      {"surface", Colour::Surface},
                                                      {"sunken", Colour::Sunken},
                                                      // Rows under the mouse, and chosen ones.
                                                      {"hover", Colour::Hover},
                                                      {"selection", Colour::AccentSoft}};
    const std::tuple<const char *, Colour, Colour> pairs[] = {
        {"ok on its pill", Colour::Ok, Colour::OkSoft},
        {"warning on its pill", Colour::Warning, Colour::WarningSoft},
        {"error on its pill", Colour::Error, Colour::ErrorSoft},
        {"primary button", Colour::OnAccent, Colour::Accent},
        {"text on a pressed button", Colour::Text, Colour::Pressed},
        {"text on an added line", Colour::Text, Colour::OkSoft},
        {"text on a removed line", Colour::Text, Colour::ErrorSoft},
        {"text on a warning banner", Colour::Text, Colour::WarningSoft},
        {"secondary on error banner", Colour::TextSecondary, Colour::ErrorSoft},
        {"secondary on warning banner", Colour::TextSecondary, Colour::WarningSoft},
    };
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const char *name = scheme == Scheme::Light ? "light" : "dark";
        for (const auto &[text, ink] : texts)
            for (const auto &[plane, under] : planes)
                QTest::addRow("%s on %s, %s", text, plane, name) << scheme << ink << under;
        for (const auto &[what, ink, under] : pairs)
            QTest::addRow("%s, %s", what, name) << scheme << ink << under;
    }
}

void TestTheme::textIsReadable()
{
    QFETCH(const Scheme, scheme);
    QFETCH(const Colour, ink);
    QFETCH(const Colour, under);
    const QPalette palette = makePalette(scheme);
    const double ratio = contrast(colour(ink, palette), colour(under, palette));
    QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
}

void TestTheme::outlinesAreSeen()
{
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const QPalette palette = makePalette(scheme);
        const QColor surface = colour(Colour::Surface, palette);
        QVERIFY(contrast(colour(Colour::BorderStrong, palette), surface) >= 3.0);
        QVERIFY(contrast(colour(Colour::WarningFill, palette), surface) >= 3.0);
    }
}

void TestTheme::paletteTellsItsScheme()
{
    QCOMPARE(schemeOf(makePalette(Scheme::Light)), Scheme::Light);
    QCOMPARE(schemeOf(makePalette(Scheme::Dark)), Scheme::Dark);
}

void TestTheme::typeFollowsTheBaseFont()
{
    QFont base;
    base.setPointSizeF(13);
    QCOMPARE(textFont(TextStyle::Display, base).pointSizeF(), 13 * 1.9);
    QCOMPARE(textFont(TextStyle::Body, base).pointSizeF(), 13.0);
    QVERIFY(textFont(TextStyle::Caption, base).pointSizeF() < 13.0);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
