namespace SsoOidc.Login.Browser;

/// <summary>What surrounds the shell, as far as it decides how a person can log in. All input is injected.</summary>
internal sealed class LoginEnvironment
{
    private static readonly string[] Ssh = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];

    private static readonly (string Variable, string Name)[] BuildServers =
    [
        ("GITHUB_ACTIONS", "GitHub Actions"),
        ("GITLAB_CI", "GitLab CI"),
        ("TF_BUILD", "Azure Pipelines"),
        ("CODEBUILD_BUILD_ID", "AWS CodeBuild"),
        ("JENKINS_URL", "Jenkins"),
        ("BUILDKITE", "Buildkite"),
        ("CIRCLECI", "CircleCI"),
        ("TEAMCITY_VERSION", "TeamCity"),
        ("BITBUCKET_BUILD_NUMBER", "Bitbucket Pipelines"),
        ("APPVEYOR", "AppVeyor"),
        ("TRAVIS", "Travis CI"),
        ("CI", "a build server"),
    ];

    private readonly Func<string, string?> _variable;
    private readonly Func<string, bool> _fileExists;

    public LoginEnvironment(Func<string, string?> variable, Func<string, bool> fileExists)
    {
        _variable = variable;
        _fileExists = fileExists;
    }

    public static LoginEnvironment OfProcess() => new(Environment.GetEnvironmentVariable, File.Exists);

    public bool IsWindows { get; init; } = Files.OwnerOnly.IsWindows;

    public bool IsMacOS { get; init; } =
        System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.OSX);

    /// <summary>Whether the shell is the far end of PowerShell remoting; only the host can tell.</summary>
    public bool IsRemoteShell { get; init; }

    public bool IsWsl => !IsWindows && (IsSet("WSL_DISTRO_NAME") || IsSet("WSL_INTEROP"));

    /// <summary>Whether a window would be seen; on Windows a service and a task of nobody who is logged on have no desktop.</summary>
    public bool HasDesktop { get; init; } = !Files.OwnerOnly.IsWindows || Environment.UserInteractive;

    public bool HasDisplay => IsWindows ? HasDesktop : IsMacOS || IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY");

    public bool IsSsh => Ssh.Any(IsSet);

    public string? Variable(string name) => _variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>Why a login in a browser of this machine is not to be tried where nobody asked for one, or null.</summary>
    /// <param name="browserGiven">Whether a browser command was given with the call, which counts as a browser of this machine.</param>
    public string? WhyNoBrowser(bool browserGiven) => browserGiven || HasLocalBrowserVariable() ? null : RemoteReason();

    /// <summary>What tells that nobody is there to log in ("GitHub Actions"), or null.</summary>
    public string? UnattendedReason()
    {
        foreach (var (variable, name) in BuildServers)
        {
            if (Variable(variable) is { } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0")
                return name + " (the variable " + variable + " is set)";
        }

        return WithoutDesktopReason;
    }

    /// <summary>The far ends of SSH and of remoting have no desktop either, but somebody at the near one.</summary>
    public string? WithoutDesktopReason => HasDesktop || IsSsh || IsRemoteShell ? null : "this is a service or a scheduled task, which has no desktop";

    /// <summary>Why a browser of this machine could not be opened or could not come back to this shell, or null.</summary>
    public string? RemoteReason()
    {
        if (IsRemoteShell)
            return "this is a remote shell";
        if (IsSsh)
            return "this is an SSH session";
        if (IsSet("CODESPACES"))
            return "this is a GitHub Codespace";
        if (IsCloudShell())
            return "this is a cloud shell";
        if (IsSet("REMOTE_CONTAINERS") || IsSet("REMOTE_CONTAINERS_IPC"))
            return "this is a development container";
        if (!IsWindows && IsContainer())
            return "this is a container";
        if (IsWsl)
            return "this is WSL, whose ports a browser on Windows may not reach";
        return HasDisplay ? null : "there is no display for a browser";
    }

    // VS Code sets the variable in its remote shells, to a helper that opens the browser on the other machine. A profile that sets it does so
    // over SSH too, where no window can open.
    private bool HasLocalBrowserVariable() =>
        (HasDisplay || !IsSsh)
        && Variable("BROWSER") is { } browser
        && !browser.EndsWith("/helpers/browser.sh", StringComparison.Ordinal)
        && !TextBrowsers.Contains(browser);

    private bool IsContainer() =>
        _fileExists("/.dockerenv") || _fileExists("/run/.containerenv") || IsSet("KUBERNETES_SERVICE_HOST") || IsSet("container");

    private bool IsCloudShell() =>
        Variable("AWS_EXECUTION_ENV") == "CloudShell" || Variable("CLOUD_SHELL") == "true" || IsSet("ACC_CLOUD")
        || Variable("AZUREPS_HOST_ENVIRONMENT")?.StartsWith("cloud-shell", StringComparison.OrdinalIgnoreCase) == true;

    private bool IsSet(string variable) => Variable(variable) is not null;
}
