using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using SsoOidc.FakeEndpoint;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Races;

/// <summary>Where the token cannot be saved, the login still gives it, with a warning that says why.</summary>
public sealed class StorageTests : IAsyncLifetime
{
    private readonly TempFolder _home = new();
    private FakeServer _fake = null!;

    private static bool IsRoot => !OperatingSystem.IsWindows() && geteuid() == 0;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeServer.StartAsync(cancellationToken: Scene.Cancel);
        SessionWorker.WriteConfig(_home.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _fake.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_full_disk_is_a_warning_and_the_login_gives_its_token()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit of file sizes.");
        var worker = Worker.StartInfo("once", _home.Path, _home["cache"], _fake.Url.AbsoluteUri);
        // A limit of file sizes fails a write as a full disk does. The runtime's own double mapping writes a file too.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh", worker.FileName, .. worker.ArgumentList])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";

        var output = await RunAsync(start);

        AssertWarnedAndLoggedIn(output, "would be larger than this system lets it be");
        Assert.DoesNotContain(Directory.GetFiles(_home["cache"]), file => new FileInfo(file).Length > 0 || file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_read_only_home_is_a_warning_and_the_login_gives_its_token()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a folder that even root cannot write to: /proc.");

        AssertWarnedAndLoggedIn(await ConnectAsync("/proc/self/cache"), "/proc/self/cache");
    }

    [Fact]
    public async Task A_cache_behind_a_link_to_a_folder_that_others_can_write_to_is_a_warning_and_the_login_gives_its_token()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs statx.");
        Directory.CreateDirectory(_home["shared"]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_home["shared"], (UnixFileMode)Convert.ToInt32("777", 8));
        Directory.CreateSymbolicLink(_home["cache"], _home["shared"]);

        AssertWarnedAndLoggedIn(await ConnectAsync(_home["cache"]), "is a symbolic link to a folder that others can write to");
        Assert.Empty(Directory.GetFiles(_home["shared"]));
    }

    [Fact]
    public async Task A_cache_of_another_user_is_a_warning_and_the_login_gives_its_token()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && IsRoot, "Only root can give a folder away.");
        Directory.CreateDirectory(_home["theirs"]);
        Assert.Equal(0, chown(Encoding.UTF8.GetBytes(_home["theirs"] + "\0"), 4242, 4242));

        AssertWarnedAndLoggedIn(await ConnectAsync(_home["theirs"]), "belongs to another user (uid 4242)");
        Assert.Empty(Directory.GetFiles(_home["theirs"]));
    }

    private static void AssertWarnedAndLoggedIn(string output, string why)
    {
        Assert.Contains("warning The token was not saved, so other tools and the next shell cannot use it: ", output, StringComparison.Ordinal);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.EndsWith("Login with a token", output, StringComparison.Ordinal);
    }

    private Task<string> ConnectAsync(string cache) => RunAsync(Worker.StartInfo("once", _home.Path, cache, _fake.Url.AbsoluteUri));

    private async Task<string> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Scene.Cancel);
        var errors = await process.StandardError.ReadToEndAsync(Scene.Cancel);
        await process.WaitForExitAsync(Scene.Cancel);
        Assert.Equal("", errors);
        Assert.Empty(_fake.SecretsIn(await output));
        return (await output).Trim();
    }

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern int chown(byte[] path, uint owner, uint group);
}
