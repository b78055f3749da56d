#include "core/auth/refusals.h"

#include <QTest>

using gw::auth::Refusals;

class TestRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheNewestFirst();
    void forgetsTheOldest();
    void takesNoNonsense();
};

void TestRefusals::tellsTheNewestFirst()
{
    Refusals refusals;
    refusals.add("app://one");
    refusals.add("app://two");
    refusals.add("app://one");
    QCOMPARE(refusals.origins(), (std::vector<std::string>{"app://one", "app://two"}));
}

void TestRefusals::forgetsTheOldest()
{
    Refusals refusals;
    for (std::size_t i = 0; i < Refusals::kMost + 3; ++i)
        refusals.add("app://" + std::to_string(i));
    QCOMPARE(refusals.origins().size(), Refusals::kMost);
    QCOMPARE(refusals.origins().back(), "app://3");
}

void TestRefusals::takesNoNonsense()
{
    Refusals refusals;
    refusals.add("");
    refusals.add(std::string(Refusals::kMostBytes + 1, 'a'));
    QVERIFY(refusals.origins().empty());
}

QTEST_APPLESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
