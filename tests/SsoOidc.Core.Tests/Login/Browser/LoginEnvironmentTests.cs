using SsoOidc.Login.Browser;
using SsoOidc.Login.Flows;

namespace SsoOidc.Tests.Login.Browser;

public sealed class LoginEnvironmentTests
{
    [Theory]
    [InlineData("linux", "DISPLAY=:0", null)]
    [InlineData("linux", "WAYLAND_DISPLAY=wayland-0", null)]
    [InlineData("windows", "", null)]
    [InlineData("macos", "", null)]
    [InlineData("linux", "", "there is no display for a browser")]
    [InlineData("linux", "DISPLAY= ", "there is no display for a browser")]
    [InlineData("linux", "DISPLAY=:10;SSH_CONNECTION=10.0.0.1 5 10.0.0.2 22", "this is an SSH session")]
    [InlineData("windows", "SSH_CLIENT=10.0.0.1 5 22", "this is an SSH session")]
    [InlineData("macos", "SSH_TTY=/dev/ttys000", "this is an SSH session")]
    [InlineData("linux", "DISPLAY=:0;CODESPACES=true", "this is a GitHub Codespace")]
    [InlineData("linux", "DISPLAY=:0;REMOTE_CONTAINERS=true", "this is a development container")]
    [InlineData("linux", "DISPLAY=:0;AWS_EXECUTION_ENV=CloudShell", "this is a cloud shell")]
    [InlineData("linux", "DISPLAY=:0;AZUREPS_HOST_ENVIRONMENT=cloud-shell/1.0", "this is a cloud shell")]
    [InlineData("linux", "DISPLAY=:0;CLOUD_SHELL=true", "this is a cloud shell")]
    [InlineData("linux", "DISPLAY=:0;file=/.dockerenv", "this is a container")]
    [InlineData("linux", "DISPLAY=:0;file=/run/.containerenv", "this is a container")]
    [InlineData("linux", "DISPLAY=:0;KUBERNETES_SERVICE_HOST=10.0.0.1", "this is a container")]
    [InlineData("windows", "file=/.dockerenv", null)]
    [InlineData("linux", "DISPLAY=:0;WSL_DISTRO_NAME=Ubuntu", "this is WSL, whose ports a browser on Windows may not reach")]
    [InlineData("windows", "remote", "this is a remote shell")]
    [InlineData("windows", "no-desktop", "there is no display for a browser")]
    public void A_device_code_is_chosen_where_a_browser_could_not_come_back(string system, string surroundings, string? reason)
    {
        var choice = Choose(Place(system, surroundings), null);
        Assert.Equal((reason is null ? LoginFlowKind.Pkce : LoginFlowKind.DeviceCode, reason), (choice.Flow, choice.Reason));
    }

    [Theory]
    [InlineData("BROWSER=firefox", true)]
    [InlineData("BROWSER=/usr/bin/firefox --private-window %s", true)]
    [InlineData("BROWSER=w3m", false)]
    [InlineData("BROWSER=/usr/bin/lynx -accept_all_cookies", false)]
    [InlineData("BROWSER=www-browser", false)]
    [InlineData("BROWSER=/home/u/.vscode-server/bin/1a2b/bin/helpers/browser.sh", false)]
    [InlineData("BROWSER=", false)]
    public void A_browser_variable_counts_as_a_browser_of_this_machine_unless_it_is_a_text_browser_or_a_remote_helper(string variable, bool local)
    {
        var choice = Choose(Place("linux", "SSH_TTY=/dev/pts/0;DISPLAY=:10.0;" + variable), null);
        Assert.Equal(local ? LoginFlowKind.Pkce : LoginFlowKind.DeviceCode, choice.Flow);
    }

    [Fact]
    public void A_browser_variable_counts_for_nothing_over_SSH_without_a_display()
    {
        var choice = Choose(Place("linux", "SSH_TTY=/dev/pts/0;BROWSER=firefox"), null);
        Assert.Equal((LoginFlowKind.DeviceCode, "this is an SSH session"), (choice.Flow, choice.Reason));
    }

    [Fact]
    public void A_browser_given_with_the_call_counts_as_one_of_this_machine()
    {
        var choice = Choose(Place("linux", "SSH_TTY=/dev/pts/0"), "firefox");
        Assert.Equal((LoginFlowKind.Pkce, null), (choice.Flow, choice.Reason));
    }

    [Theory]
    [InlineData("pkce", LoginFlowKind.Pkce)]
    [InlineData("Device", LoginFlowKind.DeviceCode)]
    [InlineData(" DEVICE ", LoginFlowKind.DeviceCode)]
    public void The_lasting_preference_wins_over_what_is_found(string value, LoginFlowKind flow)
    {
        var choice = Choose(Place("linux", "SSH_TTY=/dev/pts/0;BROWSER=firefox;SSOOIDC_LOGIN_FLOW=" + value), null);
        Assert.Equal((flow, "the variable SSOOIDC_LOGIN_FLOW asks for it"), (choice.Flow, choice.Reason));
    }

    [Fact]
    public void Another_preference_is_an_error()
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Choose(Place("linux", "SSOOIDC_LOGIN_FLOW=browser"), null));
        Assert.Equal("The variable SSOOIDC_LOGIN_FLOW is 'browser'; expected pkce or device. Correct or remove it.", error.Message);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("CI=false", null)]
    [InlineData("CI=0", null)]
    [InlineData("CI=true", "a build server (the variable CI is set)")]
    [InlineData("CI=true;GITHUB_ACTIONS=true", "GitHub Actions (the variable GITHUB_ACTIONS is set)")]
    [InlineData("TF_BUILD=True", "Azure Pipelines (the variable TF_BUILD is set)")]
    [InlineData("JENKINS_URL=https://jenkins/", "Jenkins (the variable JENKINS_URL is set)")]
    [InlineData("CODEBUILD_BUILD_ID=x:1", "AWS CodeBuild (the variable CODEBUILD_BUILD_ID is set)")]
    public void Build_servers_are_known_by_their_variables(string surroundings, string? reason) =>
        Assert.Equal(reason, Place("linux", surroundings).UnattendedReason());

    [Theory]
    [InlineData("windows", "", null)]
    [InlineData("windows", "no-desktop", "this is a service or a scheduled task, which has no desktop")]
    [InlineData("windows", "no-desktop;SSH_CONNECTION=10.0.0.1 5 10.0.0.2 22", null)]
    [InlineData("windows", "no-desktop;remote", null)]
    [InlineData("windows", "no-desktop;TF_BUILD=True", "Azure Pipelines (the variable TF_BUILD is set)")]
    public void A_service_and_a_task_of_nobody_have_nobody_to_ask_but_a_shell_from_afar_has(string system, string surroundings, string? reason) =>
        Assert.Equal(reason, Place(system, surroundings).UnattendedReason());

    [Theory]
    [InlineData("\"C:\\Program Files\\lynx\\lynx.exe\" -x", true)]
    [InlineData("'/opt/my tools/w3m'", true)]
    [InlineData("C:\\tools\\LINKS.EXE", true)]
    [InlineData("\"C:\\Program Files\\Mozilla Firefox\\firefox.exe\" -P \"a b\"", false)]
    [InlineData("\"open", false)]
    [InlineData("\"", false)]
    [InlineData("", false)]
    public void A_text_browser_is_known_in_quotes_too(string command, bool expected) => Assert.Equal(expected, TextBrowsers.Contains(command));

    private static (LoginFlowKind Flow, string? Reason) Choose(LoginEnvironment place, string? browser)
    {
        var choice = FlowChoice.Of(new LoginOptions { Browser = browser }, place);
        return (choice.Flow.Kind, choice.Reason);
    }

    internal static LoginEnvironment Place(string system, string surroundings)
    {
        var settings = surroundings.Split(';').Select(setting => setting.Split('=', 2)).ToLookup(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
        return new LoginEnvironment(name => settings[name].FirstOrDefault(), settings["file"].Contains)
        {
            IsWindows = system == "windows",
            IsMacOS = system == "macos",
            IsRemoteShell = settings.Contains("remote"),
            HasDesktop = !settings.Contains("no-desktop"),
        };
    }
}
