using System.Diagnostics;

namespace SsoOidc.FakeEndpoint.Tests;

/// <summary>The fake as a process of its own.</summary>
public sealed class ProgramTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prints_its_address_first_and_serves_until_it_is_ended()
    {
        using var process = Start("--port", "0", "--pending", "2", "--interval", "3", "--expires", "77");
        try
        {
            var url = await process.StandardOutput.ReadLineAsync(Token);
            using var http = new HttpClient();
            var state = await http.GetStringAsync(new Uri(url + "/__fake/state"), Token);

            Assert.Matches(@"^http://127\.0\.0\.1:\d+$", url);
            Assert.StartsWith("{\"clients\":0", state, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Token));
        Assert.Equal("", await process.StandardError.ReadToEndAsync(Token));
    }

    [Theory]
    [InlineData("Unknown option --nope.", "--nope", "1")]
    [InlineData("--port needs a value.", "--port")]
    [InlineData("--port needs a number from 0 to 65535, not '65536'.", "--port", "65536")]
    [InlineData("--approve needs auto or manual, not 'never'.", "--approve", "never")]
    [InlineData("--base-path must start with a slash and not end with one, not 'x'.", "--base-path", "x")]
    public async Task Says_what_is_wrong_with_its_options(string message, params string[] arguments)
    {
        using var process = Start(arguments);

        Assert.Equal(message, await process.StandardError.ReadLineAsync(Token));
        await process.WaitForExitAsync(Token);
        Assert.Equal(2, process.ExitCode);
    }

    [Fact]
    public void Options_reach_the_server()
    {
        var options = CommandLine.Parse(
        [
            "--port", "1234", "--pending", "2", "--interval", "3", "--expires", "4", "--token-lifetime", "5", "--session-lifetime", "6",
            "--approve", "manual", "--region", "r", "--access-key", "k", "--secret-key", "s", "--session-token", "t", "--base-path", "/p",
            "--enforce-interval", "false", "--portal-rate", "7", "--empty-pages", "true",
        ]);

        var expected = new FakeOptions
        {
            Port = 1234,
            PendingPolls = 2,
            PortalRate = 7,
            EmptyPages = true,
            Interval = TimeSpan.FromSeconds(3),
            Expires = TimeSpan.FromSeconds(4),
            TokenLifetime = TimeSpan.FromSeconds(5),
            SessionLifetime = TimeSpan.FromSeconds(6),
            Approve = ApproveMode.Manual,
            Region = "r",
            AccessKey = "k",
            SecretKey = "s",
            SessionToken = "t",
            BasePath = "/p",
            EnforceInterval = false,
        };
        Assert.Equal(expected with { Scopes = options.Scopes, Accounts = options.Accounts }, options);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SsoOidc.FakeEndpoint.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
