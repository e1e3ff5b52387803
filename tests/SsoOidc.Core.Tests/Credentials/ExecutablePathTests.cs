using SsoOidc.Config;
using SsoOidc.Credentials;



namespace SsoOidc.Tests.Credentials;

public sealed class ExecutablePathTests
{
    [Theory]
    [InlineData(false, "./tool", "./tool")]
    [InlineData(false, "/bin/tool", "/bin/tool")]
    [InlineData(true, "C:tool", "C:tool")]
    [InlineData(true, "bin\\tool", "bin\\tool")]
    [InlineData(false, "tool", null)]
    [InlineData(false, "C:tool", null)]
    public void A_path_is_taken_as_it_is_and_a_name_is_looked_for(bool isWindows, string command, string? expected) =>
        Assert.Equal(expected, ExecutablePath.Find(command, new AwsEnvironment(_ => null, "/h", isWindows)));

    [Fact]
    public void On_windows_a_name_gets_the_systems_extensions()
    {
        var directory = Directory.CreateTempSubdirectory("ssooidc-");
        var tool = Path.Combine(directory.FullName, "tool.CMD");
        File.WriteAllText(tool, "");
        var environment = new AwsEnvironment(name => name switch { "PATH" => $"\"{directory.FullName}\"", "PATHEXT" => ".EXE;.CMD", _ => null }, "/h", isWindows: true);

        Assert.Equal(tool, ExecutablePath.Find("tool", environment));
        Assert.Equal(tool, ExecutablePath.Find("tool.CMD", environment));
        Assert.Null(ExecutablePath.Find("tool.EXE", environment));
        directory.Delete(recursive: true);
    }
}
