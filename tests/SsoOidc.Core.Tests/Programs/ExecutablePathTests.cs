using SsoOidc.Programs;

namespace SsoOidc.Tests.Programs;

public sealed class ExecutablePathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "./tool", "./tool")]
    [InlineData(false, "/bin/tool", "/bin/tool")]
    [InlineData(true, "C:tool", "C:tool")]
    [InlineData(true, "bin\\tool", "bin\\tool")]
    [InlineData(false, "tool", null)]
    [InlineData(false, "C:tool", null)]
    [InlineData(false, "", null)]
    public void A_path_is_taken_as_it_is_and_a_name_is_looked_for(bool isWindows, string command, string? expected) =>
        Assert.Equal(expected, ExecutablePath.Find(command, _ => null, isWindows));

    [Fact]
    public void On_windows_a_name_gets_the_systems_extensions()
    {
        var tool = Given("tool.CMD");
        string? Find(string command) => Windows(command, $"\"{_folder.Path}\"", ".EXE;.CMD");

        Assert.Equal(tool, Find("tool"));
        Assert.Equal(tool, Find("tool.CMD"));
        Assert.Null(Find("tool.EXE"));
    }

    [Theory]
    [InlineData("my.tool", "my.tool.EXE", ".COM;.EXE")]
    [InlineData("tool", "tool.EXE", null)]
    [InlineData("tool", "tool.EXE", ";;")]
    [InlineData("tool", "tool.EXE", ".VBS; .EXE ;.JS")]
    [InlineData("tool.exe", "tool.exe", ".COM")]
    public void An_extension_is_one_that_windows_starts_and_a_dot_does_not_make_one(string command, string file, string? extensions)
    {
        Given("tool");
        Given("tool.VBS");
        var tool = Given(file);

        Assert.Equal(tool, Windows(command, _folder.Path, extensions));
    }

    [Fact]
    public void A_quoted_entry_of_windows_may_hold_the_separator()
    {
        var separator = Path.PathSeparator;
        Directory.CreateDirectory(_folder[$"a{separator}b"]);
        var tool = Given($"a{separator}b/tool.EXE");

        Assert.Equal(
            Path.GetFullPath(tool),
            Path.GetFullPath(Windows("tool", $"\"{_folder["none"]}\"{separator}\"{_folder[$"a{separator}b"]}\"{separator}C:\\Windows", null)!));
        Assert.Null(Windows("tool", _folder[$"a{separator}b"], null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_current_directory_and_entries_below_it_are_never_looked_in(bool isWindows)
    {
        var here = Path.GetRelativePath(Environment.CurrentDirectory, _folder.Path);
        // On Windows there is no way from one drive to another.
        if (Path.IsPathRooted(here))
            here = ".";
        Given("tool");
        Given("tool.EXE");
        var separator = Path.PathSeparator;
        string?[] paths = [null, "", ".", here, $"{separator}{here}{separator}.{separator}", OperatingSystem.IsWindows() ? _folder.Path[2..] : _folder.Path[1..]];

        Assert.All(paths, path => Assert.Null(ExecutablePath.Find("tool", name => name == "PATH" ? path : null, isWindows)));
        Assert.NotNull(ExecutablePath.Find("tool", name => name == "PATH" ? $"{here}{separator}{_folder.Path}" : null, isWindows));
    }

    [Theory]
    [InlineData(true, "C:\\a\\b.exe", true)]
    [InlineData(true, "c:/a", true)]
    [InlineData(true, "\\\\server\\share\\a", true)]
    [InlineData(true, "C:a", false)]
    [InlineData(true, "\\a", false)]
    [InlineData(true, "a\\b", false)]
    [InlineData(true, "C:", false)]
    [InlineData(true, "", false)]
    [InlineData(false, "/a", true)]
    [InlineData(false, "a/b", false)]
    [InlineData(false, "C:\\a", false)]
    [InlineData(false, "", false)]
    public void A_whole_path_means_the_same_file_from_everywhere(bool isWindows, string path, bool expected) =>
        Assert.Equal(expected, ExecutablePath.IsWhole(path, isWindows));

    [Theory]
    [InlineData("C:\\a\\b.cmd", true)]
    [InlineData("b.BAT", true)]
    [InlineData("b.bat. .", true)]
    [InlineData("b.cmd ", true)]
    [InlineData("b.exe", false)]
    [InlineData("bat", false)]
    public void A_batch_file_is_one_under_any_name_that_windows_takes_for_it(string path, bool expected) =>
        Assert.Equal(expected, ExecutablePath.IsBatchFile(path));

    private static string? Windows(string command, string path, string? extensions) =>
        ExecutablePath.Find(command, name => name switch { "PATH" => path, "PATHEXT" => extensions, _ => null }, isWindows: true);

    private string Given(string name)
    {
        File.WriteAllText(_folder[name], "");
        return _folder[name];
    }
}
