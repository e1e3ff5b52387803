Describe 'Several at a time' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake
        $url = $fake.Url
        $manifest = Get-ManifestPath
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It 'work in a job, whose outputs pipe on' {
        $job = Start-Job -ArgumentList $manifest, $url -ScriptBlock {
            Import-Module $args[0]
            Register-SSOOIDCClient cli -EndpointUrl $args[1] -Region eu-west-1 -Scope sso:account:access |
                Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
        }
        $device = $job | Wait-Job -Timeout 60 | Receive-Job
        $job | Remove-Job -Force

        $token = $device | New-SSOOIDCToken -Wait 6>$null

        $device.PSObject.TypeNames | Should -Contain 'Deserialized.SsoOidc.DeviceAuthorization'
        $token.AccessToken | Should -Not -BeNullOrEmpty
        $token.Region | Should -Be eu-west-1
    }

    It 'give their errors through a job' {
        $job = Start-Job -ArgumentList $manifest -ScriptBlock { Import-Module $args[0]; Register-SSOOIDCClient cli -EndpointUrl http://127.0.0.1:1 }
        $thrown = Get-Thrown { $job | Wait-Job -Timeout 60 | Receive-Job -ErrorAction Stop }
        $job | Remove-Job -Force

        $thrown.FullyQualifiedErrorId | Should -Be 'ConnectionFailed,SsoOidc.Commands.RegisterSSOOIDCClientCommand'
    }

    It 'stop with their job' {
        # The next poll would come long after the limit of a test.
        $manual = Start-Fake '--approve', 'manual', '--interval', '300'
        try {
            $job = Start-Job -ArgumentList $manifest, $manual.Url -ScriptBlock {
                Import-Module $args[0]
                Register-SSOOIDCClient cli -EndpointUrl $args[1] | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait
            }
            Wait-Until { $job.ChildJobs[0].Progress.Count -gt 0 }

            Stop-Job $job

            $job.State | Should -Be Stopped
            $job.ChildJobs[0].Error | Should -HaveCount 0
            (Get-FakeJournal $manual).operation | Should -Be 'RegisterClient', 'StartDeviceAuthorization'
            Remove-Job $job -Force
        }
        finally { Stop-Fake $manual }
    }

    It 'work in thread jobs' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
        $jobs = 1..4 | ForEach-Object {
            Start-ThreadJob -ArgumentList $manifest, $url, $_ -ScriptBlock { Import-Module $args[0]; Register-SSOOIDCClient "cli$($args[2])" -EndpointUrl $args[1] }
        }
        $clients = $jobs | Receive-Job -Wait -AutoRemoveJob

        $clients.ClientId | Sort-Object -Unique | Should -HaveCount 4
    }

    It 'work in parallel' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $tokens = 1..6 | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:manifest
            Register-SSOOIDCClient "cli$_" -EndpointUrl $using:url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait -InformationAction Ignore
        }

        $tokens.AccessToken | Sort-Object -Unique | Should -HaveCount 6
    }
}

Describe 'Enough and stop' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake '--approve', 'manual', '--interval', '300'
        $url = $fake.Url
        $manifest = Get-ManifestPath
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It 'Select-Object -First ends the calls of the records behind' {
        $client = 1..5 | Register-SSOOIDCClient -EndpointUrl $url | Select-Object -First 1

        $client | Should -HaveCount 1
        @(Get-FakeJournal $fake) | Should -HaveCount 1
    }

    It 'the shell works on after Select-Object -First' {
        $null = 1..5 | Register-SSOOIDCClient -EndpointUrl $url | Select-Object -First 2

        (Register-SSOOIDCClient cli -EndpointUrl $url).ClientId | Should -Not -BeNullOrEmpty
        @(Get-FakeJournal $fake) | Should -HaveCount 3
    }

    It 'a stop ends the wait of a login without an error' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("
                Import-Module '$manifest'
                Register-SSOOIDCClient cli -EndpointUrl $url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait")
            $null = $shell.BeginInvoke()
            Wait-Until { $shell.Streams.Progress.Count -gt 0 }

            $shell.Stop()

            $shell.InvocationStateInfo.State | Should -Be Stopped
            $shell.Streams.Error | Should -HaveCount 0
            (Get-FakeJournal $fake).operation | Should -Be 'RegisterClient', 'StartDeviceAuthorization'
        }
        finally { $shell.Dispose() }
    }

    It 'Ctrl-C ends a process that waits' -Skip:($env:OS -eq 'Windows_NT') {
        $process = Start-FreshShell "
            Import-Module '$manifest'
            Register-SSOOIDCClient cli -EndpointUrl $url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait"
        $err = $process.StandardError.ReadToEndAsync()
        try {
            # The code has been shown, and the wait begins.
            do { $line = $process.StandardOutput.ReadLine() } until ($null -eq $line -or $line -match '^\s+[A-Z]{4}-[A-Z]{4}$')

            & kill -INT $process.Id
            $process.WaitForExit()

            $err.Result | Should -BeNullOrEmpty
        }
        finally { if (-not $process.HasExited) { $process.Kill() } }
    }
}
