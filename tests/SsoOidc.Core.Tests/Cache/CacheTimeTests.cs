using SsoOidc.Cache;



namespace SsoOidc.Tests.Cache;

public sealed class CacheTimeTests
{
    [Theory]
    [InlineData("2026-11-22T18:24:00Z", "2026-11-22T18:24:00.0000000+00:00")] // AWS CLI, Go
    [InlineData("2026-11-22T18:24:00.123Z", "2026-11-22T18:24:00.1230000+00:00")] // JS
    [InlineData("2026-11-22T18:24:00.1234567Z", "2026-11-22T18:24:00.1234567+00:00")] // .NET
    [InlineData("2026-11-22T18:24:00.123456789Z", "2026-11-22T18:24:00.1234567+00:00")] // Go, RFC3339Nano
    [InlineData("2026-11-22T19:24:00+01:00", "2026-11-22T18:24:00.0000000+00:00")]
    [InlineData("2026-11-22T18:24:00.5-00:30", "2026-11-22T18:54:00.5000000+00:00")]
    [InlineData("2020-06-17T02:39:52UTC", "2020-06-17T02:39:52.0000000+00:00")] // old AWS CLI
    [InlineData("2026-11-22t18:24:00z", "2026-11-22T18:24:00.0000000+00:00")]
    [InlineData("2026-11-22 18:24:00+00:00", "2026-11-22T18:24:00.0000000+00:00")]
    [InlineData("2026-11-22T18:24:00", "2026-11-22T18:24:00.0000000+00:00")]
    public void Every_form_that_a_tool_writes_is_read(string text, string expected)
    {
        Assert.True(CacheTime.TryParse(text, out var time));
        Assert.Equal(expected, time.ToString("O"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2026-11-22")]
    [InlineData("2026-13-22T18:24:00Z")]
    [InlineData("1763835840")]
    [InlineData("2026-11-22T18:24:00Z and then some more text that goes on and on")]
    public void Anything_else_is_no_date(string? text) => Assert.False(CacheTime.TryParse(text, out _));

    [Fact]
    public void Dates_are_written_in_whole_UTC_seconds_and_cut_not_rounded()
    {
        var time = new DateTimeOffset(2026, 11, 22, 19, 24, 59, 999, TimeSpan.FromHours(1));
        Assert.Equal("2026-11-22T18:24:59Z", CacheTime.Format(time));
    }

    [Fact]
    public void Dates_do_not_depend_on_the_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("th-TH");
            Assert.Equal("2026-11-22T18:24:00Z", CacheTime.Format(new DateTimeOffset(2026, 11, 22, 18, 24, 0, TimeSpan.Zero)));
            Assert.True(CacheTime.TryParse("2026-11-22T18:24:00Z", out var time));
            Assert.Equal(2026, time.Year);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
