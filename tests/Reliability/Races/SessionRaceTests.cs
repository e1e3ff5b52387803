using System.Diagnostics;
using System.Globalization;
using System.Text;
using SsoOidc.Cache;
using SsoOidc.FakeEndpoint;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Races;

/// <summary>Many processes on one session whose token lives seconds: they log in, refresh and read it, and some are killed at any moment.</summary>
public sealed class SessionRaceTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private static int Processes => Effort.IsLong ? 16 : 6;

    private static double Seconds => Effort.IsLong ? 30 : 5;

    [Fact]
    public async Task Processes_that_share_a_session_refresh_once_for_each_expiry_and_lose_nothing()
    {
        var (lines, journal) = await RunAsync(kills: false);

        Assert.DoesNotContain(lines, line => line.StartsWith("wrong", StringComparison.Ordinal) || line.StartsWith("warning", StringComparison.Ordinal));
        Assert.Single(journal, e => e.Operation == "Authorize");
        var tokens = journal.Where(e => e.Operation == "CreateToken").ToList();
        Assert.All(tokens, e => Assert.Equal(200, e.Status));
        var refreshes = tokens.Skip(1).ToList();
        Assert.NotEmpty(refreshes);
        Assert.Equal(refreshes.Count, refreshes.Select(e => e.Body["refreshToken"]).Distinct().Count());
        // The cache has whole seconds, cut: a token of two seconds is refreshed after one at the earliest.
        for (var i = 1; i < tokens.Count; i++)
            Assert.True(tokens[i].Timestamp - tokens[i - 1].Timestamp > Lifetime - TimeSpan.FromSeconds(1.05), $"two refreshes within {tokens[i].Timestamp - tokens[i - 1].Timestamp}");
    }

    [Fact]
    public async Task Kills_at_any_moment_leave_no_damaged_file_and_lose_no_token_but_that_of_the_killed()
    {
        var (lines, journal) = await RunAsync(kills: true);

        Assert.DoesNotContain(lines, line => line.StartsWith("wrong", StringComparison.Ordinal) || line.StartsWith("warning", StringComparison.Ordinal));
        var tokens = journal.Where(e => e.Operation == "CreateToken").ToList();
        var lost = lines.Count(line => line == "sent") - lines.Count(line => line == "got");
        // A refresh token is refused only when the process that was given the next one was killed before it could save it.
        Assert.InRange(tokens.Count(e => e.Status != 200), 0, lost);
        Assert.NotEmpty(tokens.Where(e => e.Status == 200).Skip(1));
    }

    private static async Task<(List<string> Lines, IReadOnlyList<JournalEntry> Journal)> RunAsync(bool kills)
    {
        await using var fake = await FakeServer.StartAsync(new FakeOptions { TokenLifetime = Lifetime }, Scene.Cancel);
        using var home = new TempFolder();
        SessionWorker.WriteConfig(home.Path);
        var lines = new List<string>();
        var workers = new List<(Process Process, Task Output)>();
        var all = new List<(Process Process, Task Output)>();
        var clock = Stopwatch.StartNew();
        void Add()
        {
            var left = Math.Max(0, Seconds - clock.Elapsed.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            var process = Worker.Start("session", home.Path, fake.Url.AbsoluteUri, left);
            workers.Add((process, ReadAsync(process.StandardOutput, lines)));
            all.Add((process, ReadAsync(process.StandardError, lines, "wrong ")));
            all.Add(workers[^1]);
        }

        for (var i = 0; i < Processes; i++)
            Add();
        var random = new Random(17);
        while (kills && clock.Elapsed.TotalSeconds < Seconds)
        {
            await Task.Delay(random.Next(50, 400), Scene.Cancel);
            var victim = random.Next(workers.Count);
            workers[victim].Process.Kill();
            workers.RemoveAt(victim);
            Add();
        }

        await Task.WhenAll(all.Select(worker => worker.Output)).WaitAsync(TimeSpan.FromSeconds(Seconds + 60), Scene.Cancel);
        foreach (var process in all.Select(worker => worker.Process).Distinct())
        {
            await process.WaitForExitAsync(Scene.Cancel);
            process.Dispose();
        }

        AssertClean(fake, home, kills);
        return (lines, fake.Journal);
    }

    private static void AssertClean(FakeServer fake, TempFolder home, bool kills)
    {
        var cache = new TokenCache(home["cache"], TimeProvider.System);
        var entry = Assert.Single(cache.Entries());
        Assert.Null(entry.Problem);
        Assert.NotNull(entry.Token!.RefreshToken);
        var files = Directory.GetFiles(home.Path, "*", SearchOption.AllDirectories);
        if (!kills)
            Assert.DoesNotContain(files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.All(
            files.Where(file => fake.SecretsIn(Encoding.UTF8.GetString(File.ReadAllBytes(file))).Count > 0),
            file => Assert.Equal(cache.Folder, Path.GetDirectoryName(file)));
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cache.Folder));
        foreach (var file in Directory.GetFiles(cache.Folder))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static async Task ReadAsync(StreamReader output, List<string> lines, string prefix = "")
    {
        while (await output.ReadLineAsync(Scene.Cancel) is { } line)
        {
            lock (lines)
                lines.Add(prefix + line);
        }
    }
}
