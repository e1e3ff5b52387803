using System.Runtime.InteropServices;
using System.Text;
using SsoOidc.Config;
using SsoOidc.Files;
using SsoOidc.Tests.Config;

namespace SsoOidc.Tests.Files;

public sealed class CacheFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("740")]
    [InlineData("720")]
    [InlineData("710")]
    [InlineData("704")]
    [InlineData("702")]
    [InlineData("701")]
    public void A_folder_that_anybody_else_can_use_in_any_way_is_closed(string mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs statx.");
        Directory.CreateDirectory(_folder["cache"]);
        UnixMode.Set(_folder["cache"], mode);
        Assert.Null(CacheFolder.Prepare(_folder["cache"]));
        Assert.Equal("700", UnixMode.Of(_folder["cache"]));
    }

    [Theory]
    [InlineData("720", false)]
    [InlineData("702", false)]
    [InlineData("755", true)]
    public void A_link_leads_to_a_folder_that_neither_group_nor_others_can_write_to(string mode, bool isGood)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs statx.");
        Directory.CreateDirectory(_folder["target"]);
        UnixMode.Set(_folder["target"], mode);
        Directory.CreateSymbolicLink(_folder["cache"], _folder["target"]);
        Assert.Equal(isGood ? null : $"the folder '{_folder["cache"]}' is a symbolic link to a folder that others can write to", CacheFolder.Prepare(_folder["cache"]));
    }

    [Fact]
    public async Task What_root_makes_in_the_home_of_somebody_else_is_theirs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && geteuid() == 0, "Only root can write into the home of another user.");
        using var files = new ConfigFixture();
        var home = Path.GetDirectoryName(Path.GetDirectoryName(files.ConfigPath))!;
        files.WithConfig("[default]\nregion = r\n");
        foreach (var path in Directory.GetFileSystemEntries(home, "*", SearchOption.AllDirectories).Append(home))
            Assert.Equal(0, chown(Encoding.UTF8.GetBytes(path + "\0"), 4242, 4343));

        Assert.True(await ConfigWriter.SaveSessionAsync(files.Config, "s", "https://x.awsapps.com/start", "r"));
        var cache = Path.Combine(home, ".aws", "sso", "cache");
        Assert.Equal($"the folder '{cache}' belongs to another user (uid 4242)", await SecureFile.WriteAsync(Path.Combine(cache, "a.json"), [1], TimeProvider.System, Cancel));
        Assert.Null((await FileLock.AcquireAsync(Path.Combine(cache, "a.lock"), TimeSpan.Zero, TimeProvider.System, Cancel)).Lock);

        Assert.All(Directory.GetFileSystemEntries(home, "*", SearchOption.AllDirectories), path =>
        {
            var status = UnixFiles.Status(path, followLink: false)!.Value;
            Assert.Equal((path, 4242u, 4343u), (path, status.Owner, status.Group));
        });
        Assert.Contains("[sso-session s]", File.ReadAllText(files.ConfigPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reserved_place_takes_the_new_content_whole_and_leaves_nothing_without_it()
    {
        var path = _folder["cache/a.json"];
        using (var place = ReservedFile.Take(path, 1000, TimeProvider.System, out var problem))
        {
            Assert.Null(problem);
            Assert.False(File.Exists(path));
            Assert.Equal(1000, new FileInfo(Assert.Single(Directory.GetFiles(_folder["cache"]))).Length);
            Assert.Null(await place!.CommitAsync([1, 2, 3], TimeProvider.System, Cancel));
        }

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        ReservedFile.Take(path, 1000, TimeProvider.System, out _)!.Dispose();
        Assert.Equal([path], Directory.GetFiles(_folder["cache"]));
    }

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern int chown(byte[] path, uint owner, uint group);
}
