using System.Diagnostics;
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

    private static double Seconds => Effort.IsLong ? 30 : 4;

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
        var all = Enumerable.Range(0, Processes).Select(_ => new Member(home.Path, fake.Url, lines)).ToList();
        var alive = all.ToList();
        var random = new Random(17);
        var clock = Stopwatch.StartNew();
        // A loaded machine takes seconds to start a process: the time counts from the first refresh.
        while (fake.Journal.Count(e => e.Operation == "CreateToken" && e.Status == 200) < 2)
        {
            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
            await Task.Delay(50, Scene.Cancel);
        }

        for (clock.Restart(); clock.Elapsed.TotalSeconds < Seconds;)
        {
            await Task.Delay(random.Next(50, 400), Scene.Cancel);
            if (!kills || alive.Where(member => member.IsReady).ToList() is not { Count: > 1 } ready)
                continue;
            var victim = ready[random.Next(ready.Count)];
            victim.Process.Kill();
            alive.Remove(victim);
            alive.Add(new Member(home.Path, fake.Url, lines));
            all.Add(alive[^1]);
        }

        foreach (var member in alive)
            member.Process.StandardInput.Close();
        foreach (var member in all)
            await member.EndAsync();
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

    /// <summary>A worker process, and the task of reading what it says.</summary>
    private sealed class Member
    {
        private readonly Task _output;
        private readonly Task _errors;

        public Member(string home, Uri endpoint, List<string> lines)
        {
            Process = Worker.Start("session", home, endpoint.AbsoluteUri);
            _output = ReadAsync(Process.StandardOutput, lines, "");
            _errors = ReadAsync(Process.StandardError, lines, "wrong ");
        }

        public Process Process { get; }

        public bool IsReady { get; private set; }

        public async Task EndAsync()
        {
            await Task.WhenAll(_output, _errors, Process.WaitForExitAsync(Scene.Cancel)).WaitAsync(TimeSpan.FromMinutes(1), Scene.Cancel);
            Process.Dispose();
        }

        private async Task ReadAsync(StreamReader output, List<string> lines, string prefix)
        {
            while (await output.ReadLineAsync(Scene.Cancel) is { } line)
            {
                IsReady = true;
                lock (lines)
                    lines.Add(prefix + line);
            }
        }
    }
}
