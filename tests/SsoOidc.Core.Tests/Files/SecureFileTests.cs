using System.Diagnostics;
using System.Text;
using SsoOidc.Files;

namespace SsoOidc.Tests.Files;

public sealed class SecureFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_written_with_the_folders_above_it()
    {
        Assert.Null(await Write("a/b/file.json", "content"));
        Assert.Equal("content", Read("a/b/file.json"));
        Assert.Equal(["file.json"], Directory.GetFiles(_folder["a/b"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Folders_and_file_are_for_the_owner_alone_under_any_umask()
    {
        UnixMode.Needed();
        Assert.Null(await Write("a/b/file.json", "content"));
        Assert.Equal("700", UnixMode.Of(_folder["a"]));
        Assert.Equal("700", UnixMode.Of(_folder["a/b"]));
        Assert.Equal("600", UnixMode.Of(_folder["a/b/file.json"]));
    }

    [Fact]
    public async Task A_folder_and_a_file_that_others_could_read_are_closed()
    {
        UnixMode.Needed();
        Directory.CreateDirectory(_folder["cache"]);
        UnixMode.Set(_folder["cache"], "755");
        File.WriteAllText(_folder["cache/file.json"], "old");
        UnixMode.Set(_folder["cache/file.json"], "644");

        Assert.Null(await Write("cache/file.json", "new"));

        Assert.Equal("700", UnixMode.Of(_folder["cache"]));
        Assert.Equal("600", UnixMode.Of(_folder["cache/file.json"]));
        Assert.Equal("new", Read("cache/file.json"));
    }

    [Fact]
    public async Task A_file_that_is_a_link_is_replaced_and_its_target_left_alone()
    {
        Directory.CreateDirectory(_folder["cache"]);
        File.WriteAllText(_folder["elsewhere"], "mine");
        File.CreateSymbolicLink(_folder["cache/file.json"], _folder["elsewhere"]);

        Assert.Null(await Write("cache/file.json", "new"));

        Assert.Equal("mine", File.ReadAllText(_folder["elsewhere"]));
        Assert.Null(new FileInfo(_folder["cache/file.json"]).LinkTarget);
    }

    [Fact]
    public async Task A_folder_of_ones_own_behind_a_link_is_used()
    {
        Directory.CreateDirectory(_folder["dotfiles"]);
        UnixMode.Set(_folder["dotfiles"], "755");
        Directory.CreateSymbolicLink(_folder["cache"], _folder["dotfiles"]);
        Assert.Null(await Write("cache/file.json", "content"));
        Assert.Equal("content", File.ReadAllText(_folder["dotfiles/file.json"]));
    }

    [Fact]
    public async Task A_link_to_a_folder_that_others_can_write_to_is_refused()
    {
        UnixMode.Needed();
        Directory.CreateDirectory(_folder["open"]);
        UnixMode.Set(_folder["open"], "703");
        Directory.CreateSymbolicLink(_folder["cache"], _folder["open"]);

        Assert.Equal($"the folder '{_folder["cache"]}' is a symbolic link to a folder that others can write to", await Write("cache/file.json", "content"));
        Assert.Empty(Directory.GetFiles(_folder["open"]));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs statx");
        Directory.CreateSymbolicLink(_folder["cache"], _folder["nowhere"]);
        Assert.Equal($"the folder '{_folder["cache"]}' is a symbolic link that does not lead to a folder", await Write("cache/file.json", "content"));
    }

    [Fact]
    public async Task A_folder_of_another_user_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs statx");
        if (!UnixMode.IsRoot)
        {
            Assert.Equal("the folder '/usr' belongs to another user (uid 0)", await SecureFile.WriteAsync("/usr/ssooidc.json", [1], TimeProvider.System, TestContext.Current.CancellationToken));
            return;
        }

        Directory.CreateDirectory(_folder["theirs"]);
        UnixMode.SetOwner(_folder["theirs"], 4242);
        Assert.Equal($"the folder '{_folder["theirs"]}' belongs to another user (uid 4242)", await Write("theirs/file.json", "content"));
        Assert.Empty(Directory.GetFiles(_folder["theirs"]));
    }

    [Fact]
    public void A_pipe_in_place_of_a_file_does_not_hang_the_reader()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs statx");
        Process.Start("mkfifo", _folder["pipe.json"]).WaitForExit();
        Assert.Equal((null, "it is not a regular file"), SecureFile.Read(_folder["pipe.json"], 100));
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_a_problem()
    {
        Directory.CreateDirectory(_folder["file.json"]);
        var (content, problem) = SecureFile.Read(_folder["file.json"], 100);
        Assert.Null(content);
        Assert.NotNull(problem);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_problem()
    {
        File.WriteAllText(_folder["home"], "a file where a folder should be");
        Assert.Contains(_folder["home"], await Write("home/cache/file.json", "content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_a_problem_and_leaves_the_old_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && UnixMode.IsRoot, "mounts a small disk, so it needs root");
        Directory.CreateDirectory(_folder["disk"]);
        using (var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=16k,mode=700", "tmpfs", _folder["disk"]]) { RedirectStandardError = true })!)
        {
            await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(mount.ExitCode == 0, "this machine lets nobody mount");
        }

        try
        {
            Assert.Null(await Write("disk/file.json", "old"));
            Assert.NotNull(await Write("disk/file.json", new string('x', 100_000)));
            Assert.Equal("old", Read("disk/file.json"));
            Assert.Equal([_folder["disk/file.json"]], Directory.GetFiles(_folder["disk"]));
        }
        finally
        {
            Process.Start("umount", _folder["disk"]).WaitForExit();
        }
    }

    [Fact]
    public async Task Files_left_by_killed_writers_are_swept_and_young_ones_stay()
    {
        Directory.CreateDirectory(_folder["cache"]);
        File.WriteAllText(_folder["cache/abc.json.0011223344556677.tmp"], "left behind");
        File.SetLastWriteTimeUtc(_folder["cache/abc.json.0011223344556677.tmp"], DateTime.UtcNow.AddMinutes(-11));
        File.WriteAllText(_folder["cache/abc.json.8899aabbccddeeff.tmp"], "being written");
        File.WriteAllText(_folder["cache/tmpsomebody.tmp"], "another tool's");
        File.SetLastWriteTimeUtc(_folder["cache/tmpsomebody.tmp"], DateTime.UtcNow.AddDays(-1));

        Assert.Null(await Write("cache/file.json", "content"));

        Assert.Equal(
            ["abc.json.8899aabbccddeeff.tmp", "file.json", "tmpsomebody.tmp"],
            Directory.GetFiles(_folder["cache"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_file_while_writers_are_killed()
    {
        Assert.Null(await Write("cache/file.json", new string('0', 50_000)));
        for (var round = 0; round < 5; round++)
        {
            using var first = Worker.Start("rewrite", _folder["cache/file.json"], "1");
            using var second = Worker.Start("rewrite", _folder["cache/file.json"], "2");
            var clock = Stopwatch.StartNew();
            while (clock.ElapsedMilliseconds < 300)
            {
                var content = Read("cache/file.json");
                Assert.Equal(50_000, content.Length);
                Assert.True(content.All(c => c == content[0]));
            }

            first.Kill();
            second.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            await second.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(50_000, Read("cache/file.json").Length);
        }

        if (!OperatingSystem.IsWindows())
            Assert.All(Directory.GetFiles(_folder["cache"]), file => Assert.Equal("600", UnixMode.Of(file)));
    }

    private Task<string?> Write(string name, string content) =>
        SecureFile.WriteAsync(_folder[name], Encoding.UTF8.GetBytes(content), TimeProvider.System, TestContext.Current.CancellationToken);

    private string Read(string name)
    {
        var (content, problem) = SecureFile.Read(_folder[name], 200_000);
        Assert.Null(problem);
        return Encoding.UTF8.GetString(content!);
    }
}
