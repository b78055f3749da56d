#include "core/web/form.h"

#include <QTest>

using namespace gw::web;
using Texts = std::vector<std::string>;

class FormTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsFields();
    void bindsWhatItReads();
    void writesQueries();
};

void FormTest::readsFields()
{
    const Form form("a=1&b=x+y%26z&a=2&empty=&bare&%C3%A4=%20spaced%20&broken=%zz");
    QCOMPARE(form.value("a"), std::string("1"));
    QCOMPARE(form.values("a"), (Texts{"1", "2"}));
    QCOMPARE(form.value("b"), std::string("x y&z"));
    QCOMPARE(form.values("empty"), Texts());
    QCOMPARE(form.value("bare"), std::string());
    QCOMPARE(form.value("ä"), std::string("spaced"));
    QCOMPARE(std::string(form.exact("ä")), std::string(" spaced "));
    QCOMPARE(form.value("broken"), std::string("%zz"));
    QCOMPARE(form.value("none"), std::string());
    QCOMPARE(Form("").value(""), std::string());
}

void FormTest::bindsWhatItReads()
{
    QCOMPARE(Form("a=" + std::string(Form::kMostBytes, 'x')).value("a"), std::string());
    std::string many;
    for (std::size_t i = 0; i < Form::kMostFields; ++i)
        many += "x=1&";
    const Form form(many + "late=1");
    QCOMPARE(form.values("x").size(), Form::kMostFields);
    QCOMPARE(form.value("late"), std::string());
}

void FormTest::writesQueries()
{
    QCOMPARE(queryOf({{"a", "x y&z"}, {"none", ""}, {"b", "ä"}}), std::string("?a=x%20y%26z&b=%C3%A4"));
    QCOMPARE(queryOf({{"none", ""}}), std::string());
}

QTEST_APPLESS_MAIN(FormTest)
#include "tst_form.moc"
